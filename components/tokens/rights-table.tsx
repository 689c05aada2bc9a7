import { counted } from "#components/ui/counted.ts";
import type { Verb } from "#lib/policy/matrix.ts";
import { moduleName } from "#lib/policy/module-names.ts";
import type { Scopes } from "#lib/policy/scopes.ts";
import {
  type Holder,
  type ModuleRights,
  rightsText,
  tokenRights,
  verbsText,
} from "#lib/policy/token-rights.ts";

type RightsTableProps = { scopes: Scopes; holder: Holder };

/** What the role allows, what the scopes allow, and what of both the token may do. */
export function RightsTable({ scopes, holder }: RightsTableProps) {
  const all = tokenRights(scopes, holder);
  const rows = all.filter(({ byScopes }) => byScopes.length > 0);
  const others = all.length - rows.length;
  return (
    <div className="grid gap-2">
      {rows.length > 0 && <Rows rows={rows} />}
      {others > 0 && (
        <p className="text-quiet text-xs">
          {counted(others, rows.length > 0 ? "other module" : "module")}: not in its scopes.
        </p>
      )}
    </div>
  );
}

function Rows({ rows }: { rows: readonly ModuleRights[] }) {
  return (
    <table className="w-full text-xs" data-testid="rights-table">
      <caption className="sr-only">Rights of the token</caption>
      <thead className="text-left text-quiet">
        <tr>
          {["Module", "Role allows", "Scopes allow", "Token may"].map((heading) => (
            <th key={heading} scope="col" className="py-1 pr-2 font-medium">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((rights) => (
          <tr key={rights.module} className="border-t align-top">
            <th scope="row" className="py-1.5 pr-2 text-left font-normal">
              {moduleName(rights.module)}
            </th>
            <td className="py-1.5 pr-2">{rightsText(rights.byRole)}</td>
            <td className="py-1.5 pr-2">{verbsText(rights.byScopes)}</td>
            <td className="py-1.5">
              <span className="font-medium">{rightsText(rights.effective)}</span>
              <Missing rights={rights} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Verbs that only the role or only the scopes allow, each with the reason. */
function Missing({ rights: { byRole, byScopes } }: { rights: ModuleRights }) {
  const ofRole = byRole.map(({ verb }) => verb);
  const lacking = (from: readonly Verb[], by: readonly Verb[]) =>
    from.filter((verb) => !by.includes(verb));
  return [
    { verbs: lacking(ofRole, byScopes), reason: "not in its scopes" },
    { verbs: lacking(byScopes, ofRole), reason: "not in the role" },
  ].map(
    ({ verbs, reason }) =>
      verbs.length > 0 && (
        <span key={reason} className="block text-quiet">
          <s>{verbsText(verbs)}</s> {reason}
        </span>
      ),
  );
}
