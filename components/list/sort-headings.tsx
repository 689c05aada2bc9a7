import { type Column, ColumnHeadings } from "./columns.tsx";
import { SortHeading } from "./sort-heading.tsx";

type SortHeadingsProps<Shown> = {
  columns: readonly Column<Shown>[];
  /** The list's order while the address names none. */
  preset: string;
};

/** The headings of a list. Apart from plain ones, which need none of the code of its address. */
export function SortHeadings<Shown>({ columns, preset }: SortHeadingsProps<Shown>) {
  return (
    <ColumnHeadings
      columns={columns}
      sortable={(sort, heading, className) => (
        <SortHeading name={sort} preset={preset} className={className}>
          {heading}
        </SortHeading>
      )}
    />
  );
}
