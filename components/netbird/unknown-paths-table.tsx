import { type Column, ColumnCells, ColumnHeadings } from "#components/list/columns.tsx";
import { Code } from "#components/ui/code.tsx";
import { numberText } from "#components/ui/counted.ts";
import { Table, TableBody, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";

type Shown = { method: string; path: string; count: number; lastAt: Date };

const COLUMNS: readonly Column<Shown>[] = [
  {
    heading: "Request",
    bare: true,
    cell: ({ method, path }) => (
      <Code className="wrap-anywhere">
        {method} {path}
      </Code>
    ),
  },
  { heading: "Refused", numeric: true, cell: ({ count }) => numberText(count) },
  {
    heading: "Last",
    className: "whitespace-nowrap text-quiet",
    cell: ({ lastAt }) => <RelativeTime at={lastAt} />,
  },
];

/** Requests to paths that are not forwarded, since they are unknown. */
export function UnknownPathsTable({ paths }: { paths: readonly Shown[] }) {
  return (
    <Table>
      <ColumnHeadings columns={COLUMNS} />
      <TableBody>
        {paths.map((shown) => (
          <TableRow key={`${shown.method} ${shown.path}`}>
            <ColumnCells columns={COLUMNS} shown={shown} />
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
