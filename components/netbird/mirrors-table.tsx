import { type Column, ColumnCells, ColumnHeadings } from "#components/list/columns.tsx";
import { roleName } from "#components/shared/role-labels.ts";
import { TextLink } from "#components/shared/text-link.tsx";
import { Status } from "#components/ui/status.tsx";
import { Table, TableBody, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { Role } from "#lib/contract/fields.ts";
import { userPath } from "#lib/contract/page-paths.ts";

type Shown = {
  id: string;
  user: { id: string; name: string; isBlocked: boolean } | null;
  people: Role | null;
  role: Role | null;
  createdAt: Date;
};

const COLUMNS: readonly Column<Shown>[] = [
  {
    heading: "For",
    bare: true,
    className: "name-cell",
    cell: ({ user, people }) =>
      user === null ? (
        people && `Users whose calls need the role ${roleName(people)}`
      ) : (
        <TextLink
          href={userPath({ id: user.id, isServiceUser: true })}
          prefetch={false}
          className="wrap-anywhere"
        >
          {user.name}
        </TextLink>
      ),
  },
  {
    heading: "Role at NetBird",
    className: "whitespace-nowrap",
    cell: ({ role }) =>
      role === null ? <span className="text-quiet">Set at the next call</span> : roleName(role),
  },
  {
    heading: "State",
    className: "whitespace-nowrap",
    cell: ({ user }) =>
      user?.isBlocked ? <Status tone="bad">Blocked</Status> : <Status tone="good">Active</Status>,
  },
  {
    heading: "Created",
    className: "whitespace-nowrap text-quiet",
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
  },
];

/** The service users that Roost has at NetBird for those who call through it. */
export function MirrorsTable({ mirrors }: { mirrors: readonly Shown[] }) {
  if (mirrors.length === 0) {
    return <p className="text-quiet">None yet. The first call through Roost creates one.</p>;
  }
  return (
    <Table>
      <ColumnHeadings columns={COLUMNS} />
      <TableBody>
        {mirrors.map((mirror) => (
          <TableRow key={mirror.id}>
            <ColumnCells columns={COLUMNS} shown={mirror} />
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
