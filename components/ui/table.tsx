"use client";

import type { ComponentProps, PointerEvent } from "react";
import { cn } from "./cn.ts";

/**
 * A table; below 800 px its columns are narrower, below 560 px each row is a card whose cells show
 * their column's name. Its style is in `table.css`.
 */
export function Table(props: ComponentProps<"table">) {
  return (
    <div data-slot="table-box" className="@container">
      <table data-slot="table" onPointerOver={showWhole} {...props} />
    </div>
  );
}

/** Texts that may be cut; none has a title of its own. */
const CUT = ".cell-text, .cell-note:not(time), .snug-only > span";

/** Gives a text that is cut a title with the whole text when the pointer comes to it. */
function showWhole({ target }: PointerEvent): void {
  const text = target instanceof Element && target.closest<HTMLElement>(CUT);
  if (!text) return;
  const isCut = text.scrollWidth > text.clientWidth || text.scrollHeight > text.clientHeight;
  if (isCut) text.title = text.textContent;
  else text.removeAttribute("title");
}

export function TableHead({ children, ...props }: ComponentProps<"thead">) {
  return (
    <thead data-slot="table-head" className="@max-cards:sr-only" {...props}>
      <tr>{children}</tr>
    </thead>
  );
}

type TableHeadingProps = ComponentProps<"th"> & {
  /** Whether the column contains numbers, which are right-aligned. */
  numeric?: boolean;
};

export function TableHeading({ numeric = false, className, ...props }: TableHeadingProps) {
  return <th scope="col" className={cn(numeric && "number-cell", className)} {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody data-slot="table-body" {...props} />;
}

export function TableRow(props: ComponentProps<"tr">) {
  return <tr {...props} />;
}

type TableCellProps = ComponentProps<"td"> & {
  /** The column's name, shown in cards. */
  label?: string | undefined;
  /** Whether the column is numeric. */
  numeric?: boolean;
};

export function TableCell({ label, numeric = false, className, ...props }: TableCellProps) {
  return (
    <td
      data-label={label}
      className={cn(numeric && "number-cell", className) || undefined}
      {...props}
    />
  );
}
