import { useState } from "react";
import type { Module } from "#lib/policy/matrix.ts";
import {
  MODULE_GROUPS,
  type ModuleGroup,
  moduleName,
  sensitivity,
} from "#lib/policy/module-names.ts";
import { type Chooser, levelOf, withGroupLevel, withLevel } from "#lib/policy/scope-choices.ts";
import { GroupRow, ModuleRow } from "./scope-rows.tsx";
import { type Filter, ScopeToolbar } from "./scope-toolbar.tsx";

type ScopeTableProps = {
  holder: Chooser;
  scopes: readonly string[];
  onChange: (scopes: string[]) => void;
};

/** Modules picked by a filter when it was pressed: a row does not vanish while it is changed. */
type Picked = { by: Filter; modules: readonly Module[] };

const ALL = MODULE_GROUPS.flatMap(({ modules }) => modules);

/** The modules to choose on: to narrow a token, only those on which it has scopes. */
const isOffered = ({ within = null }: Chooser, module: Module) =>
  within === null || levelOf(within, module) !== "none";

/** The modules with None, Read and Write, by group; narrowed by a search and by filters. */
export function ScopeTable(props: ScopeTableProps) {
  const { holder, scopes, onChange } = props;
  const [search, setSearch] = useState("");
  const [picked, setPicked] = useState<Picked>();
  const granted = ALL.filter((module) => levelOf(scopes, module) !== "none");
  const sensitive = ALL.filter((module) => sensitivity(module) !== undefined);
  const isShown = (module: Module) =>
    isOffered(holder, module) &&
    moduleName(module).toLowerCase().includes(search.trim().toLowerCase()) &&
    (picked?.modules.includes(module) ?? true);
  const groups = MODULE_GROUPS.map((group) => ({ group, shown: group.modules.filter(isShown) }));
  const setAll = (level: "none" | "read") =>
    onChange(
      MODULE_GROUPS.reduce<string[]>(
        (some, group) => withGroupLevel(some, holder, group, level),
        [...scopes],
      ),
    );
  const toggle = (by: Filter) => {
    const modules = by === "granted" ? granted : sensitive;
    setPicked(picked?.by === by ? undefined : { by, modules });
  };
  return (
    <div data-slot="scope-table" className="grid gap-2">
      <ScopeToolbar
        search={search}
        onSearch={setSearch}
        granted={granted.length}
        filter={picked?.by}
        onFilter={toggle}
        onSetAll={setAll}
      />
      <table className="w-full" data-testid="scope-table">
        <caption className="sr-only">Rights of the token</caption>
        <Headings first={holder.within ? "Has now" : "Role allows"} />
        {groups.map(
          ({ group, shown }) =>
            shown.length > 0 && <Group key={group.name} group={group} shown={shown} {...props} />,
        )}
      </table>
      {groups.every(({ shown }) => shown.length === 0) && (
        <p className="py-4 text-center text-quiet">No rights match.</p>
      )}
    </div>
  );
}

function Headings({ first }: { first: string }) {
  return (
    <thead className="text-left text-quiet text-xs">
      <tr>
        <th scope="col" className="py-1.5 pl-2 font-medium">
          Module
        </th>
        <th scope="col" className="px-3 font-medium max-sm:sr-only">
          {first}
        </th>
        <th scope="col" className="font-medium">
          This token
        </th>
      </tr>
    </thead>
  );
}

type GroupProps = ScopeTableProps & { group: ModuleGroup; shown: readonly Module[] };

function Group({ group, shown, holder, scopes, onChange }: GroupProps) {
  return (
    <tbody>
      <GroupRow
        group={group}
        holder={holder}
        scopes={scopes}
        onChoose={(level) => onChange(withGroupLevel(scopes, holder, group, level))}
      />
      {shown.map((module) => (
        <ModuleRow
          key={module}
          module={module}
          holder={holder}
          scopes={scopes}
          onChoose={(level) => onChange(withLevel(scopes, [module], level))}
        />
      ))}
    </tbody>
  );
}
