import { type Column, ColumnHeadings } from "./columns.tsx";
import { SortHeading } from "./sort-heading.tsx";

type SortHeadingsProps<Shown> = {
  columns: readonly Column<Shown>[];
  /** The sort order without a query parameter. */
  preset: string;
};

/** Sortable headings. Separate from plain ones, which do not need the code for URLs. */
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
