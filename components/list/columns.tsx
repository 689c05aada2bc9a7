import { type ComponentProps, Fragment, type ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { TableCell, TableHead, TableHeading } from "#components/ui/table.tsx";
import { WhenHydrated } from "#components/ui/when-hydrated.tsx";

/** One column of a table: heading and cells. */
export type Column<Shown> = {
  heading: string;
  /** Shown instead of the heading text. */
  control?: ReactNode;
  /** The API's name of the sort order by this column. */
  sort?: string;
  numeric?: boolean;
  /** Hidden in narrow tables; shown in cards. */
  spare?: boolean;
  /** Shown in cards without the heading. */
  bare?: boolean;
  /**
   * A column of buttons, which are mounted after hydration: the class of their width, reserved by
   * the heading, whose text is for screen readers only.
   */
  actions?: `w-${number}`;
  className?: string;
  /** Additional attributes of the cell. */
  attributes?: (shown: Shown) => ComponentProps<"td"> & { [Name in `data-${string}`]?: string };
  cell: (shown: Shown) => ReactNode;
};

/** In the upper right corner of a card. */
export const IN_CORNER = "corner-cell";

type Heading = Omit<Column<never>, "cell" | "attributes">;

type ColumnHeadingsProps<Shown> = {
  columns: readonly Column<Shown>[];
  /** Renders the heading of a sortable column; without it no column is sortable. */
  sortable?: (sort: string, heading: string, className: string) => ReactNode;
};

export function ColumnHeadings<Shown>({ columns, sortable }: ColumnHeadingsProps<Shown>) {
  return (
    <TableHead>
      {columns.map((column: Heading) => {
        const { heading, sort, spare } = column;
        const className = spare ? "spare-cell" : "";
        const sorting = sort && sortable?.(sort, heading, className);
        return (
          <Fragment key={heading}>
            {sorting || <PlainHeading column={column} className={className} />}
          </Fragment>
        );
      })}
    </TableHead>
  );
}

function PlainHeading({ column, className }: { column: Heading; className: string }) {
  const { heading, control, numeric = false, actions } = column;
  if (actions !== undefined) {
    return (
      <TableHeading className="w-0">
        <span className={`block ${actions}`}>
          <span className="sr-only">{heading}</span>
        </span>
      </TableHeading>
    );
  }
  return (
    <TableHeading numeric={numeric} className={control ? "w-0" : className}>
      {control ?? heading}
    </TableHeading>
  );
}

type ColumnCellsProps<Shown> = { columns: readonly Column<Shown>[]; shown: Shown };

/** The cells of a row in column order. */
export function ColumnCells<Shown>({ columns, shown }: ColumnCellsProps<Shown>) {
  return columns.map(
    ({ heading, numeric = false, spare, bare, actions, className, attributes, cell }) => (
      <TableCell
        key={heading}
        label={bare || actions ? undefined : heading}
        numeric={numeric}
        className={cn(spare && "spare-cell", actions && "actions-cell", className)}
        {...attributes?.(shown)}
      >
        {actions ? <WhenHydrated>{cell(shown)}</WhenHydrated> : cell(shown)}
      </TableCell>
    ),
  );
}
