import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Truncates long text: one line in a row, up to three lines in a card. */
export const cutInRow =
  "truncate @max-cards:line-clamp-3 @max-cards:whitespace-normal @max-cards:wrap-anywhere";

/**
 * A table; below 800 px its columns are narrower, below 560 px each row is a card whose cells show
 * their column's name.
 */
export function Table({ className, ...props }: ComponentProps<"table">) {
  return (
    <div data-slot="table-box" className="@container">
      <table
        data-slot="table"
        className={cn(
          "w-full border-separate border-spacing-0 rounded-lg border bg-surface @max-cards:block @max-cards:border-0 @max-cards:bg-transparent",
          className,
        )}
        {...props}
      />
    </div>
  );
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
  return (
    <th
      data-slot="table-heading"
      scope="col"
      className={cn(
        "sticky top-(--table-top,3.5rem) z-10 h-9 whitespace-nowrap border-b bg-surface px-3 text-left font-medium text-quiet text-xs first:rounded-tl-lg first:pl-4 last:rounded-tr-lg last:pr-3 @max-snug:px-2",
        numeric && "text-right",
        className,
      )}
      {...props}
    />
  );
}

export function TableBody({ className, ...props }: ComponentProps<"tbody">) {
  return (
    <tbody
      data-slot="table-body"
      className={cn("@max-cards:grid @max-cards:grid-cols-1 @max-cards:gap-3", className)}
      {...props}
    />
  );
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      data-slot="table-row"
      className={cn(
        "hover:bg-sunken @max-cards:grid @max-cards:grid-cols-1 @max-cards:gap-1 @max-cards:rounded-lg @max-cards:border @max-cards:bg-surface @max-cards:p-3 @max-cards:hover:bg-surface",
        className,
      )}
      {...props}
    />
  );
}

type TableCellProps = ComponentProps<"td"> & {
  /** The column's name, shown in cards. */
  label?: string | undefined;
  /** Whether the column is numeric. */
  numeric?: boolean;
};

export function TableCell({
  label,
  numeric = false,
  className,
  children,
  ...props
}: TableCellProps) {
  return (
    <td
      data-slot="table-cell"
      className={cn(
        "h-11 px-3 py-1.5 first:pl-4 last:pr-3 @max-snug:px-2 [tr:not(:last-child)>&]:border-b",
        numeric && "text-right tabular-nums @max-cards:text-left",
        "@max-cards:flex @max-cards:h-auto @max-cards:min-h-7 @max-cards:min-w-0 @max-cards:items-start @max-cards:gap-3 @max-cards:border-0! @max-cards:p-0! @max-cards:first:pb-1!",
        className,
      )}
      {...props}
    >
      {label && (
        <span aria-hidden className="w-24 shrink-0 text-quiet text-xs leading-5 @cards:hidden">
          {label}
        </span>
      )}
      {children}
    </td>
  );
}
