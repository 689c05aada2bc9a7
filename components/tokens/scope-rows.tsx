import { Lock, TriangleAlert } from "lucide-react";
import { useId } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { type Segment, Segments } from "#components/ui/segments.tsx";
import type { Module } from "#lib/policy/matrix.ts";
import { type ModuleGroup, moduleName, sensitivity } from "#lib/policy/module-names.ts";
import {
  type Choice,
  type Chooser,
  commonLevel,
  groupRefuses,
  heldRights,
  type Level,
  levelOf,
  levelRefusal,
  offersCreateOnly,
} from "#lib/policy/scope-choices.ts";
import { rightsText } from "#lib/policy/token-rights.ts";

type RowProps = {
  holder: Chooser;
  scopes: readonly string[];
  onChoose: (level: Choice) => void;
};

type Shown = "none" | "read" | "write";

/** The control with what belongs to it, below it where there is no room. */
const LEVEL = "flex flex-wrap items-center gap-x-3";

const segmentsWith = (refuses: (choice: Shown) => boolean): Segment<Shown>[] => [
  { value: "none", label: "None" },
  { value: "read", label: "Read", refused: refuses("read") },
  { value: "write", label: "Write", refused: refuses("write") },
];

/** Creating alone is a part of writing. */
const segmentOf = (level: Level): Shown | undefined => {
  if (level === "mixed") return undefined;
  return level === "create" ? "write" : level;
};

/** A module with its level. */
export function ModuleRow({ module, holder, scopes, onChoose }: RowProps & { module: Module }) {
  const id = useId();
  const name = moduleName(module);
  const level = levelOf(scopes, module);
  const refusal = levelRefusal(holder, module, "write");
  const sensitive = sensitivity(module);
  const allowed = rightsText(heldRights(holder, module));
  return (
    <tr className="border-t">
      <th scope="row" className="py-1 pr-2 pl-4 text-left font-normal">
        {name}
        <Notes
          id={id}
          sensitive={sensitive}
          refusal={refusal}
          allowed={`${holder.within ? "has" : "role"}: ${allowed}`}
        />
      </th>
      <td className="px-3 text-quiet text-xs max-sm:sr-only">
        {refusal && <Lock aria-hidden className="mr-1 inline size-3" />}
        <span>{allowed}</span>
      </td>
      <td className="py-1">
        <div className={LEVEL}>
          <Segments
            legend={name}
            segments={segmentsWith((one) => levelRefusal(holder, module, one) !== undefined)}
            value={segmentOf(level)}
            onChange={onChoose}
            describedBy={id}
          />
          {level === "mixed" && <Mixed />}
          {offersCreateOnly(module) && segmentOf(level) === "write" && (
            <CreateOnly name={name} checked={level === "create"} onChoose={onChoose} />
          )}
        </div>
      </td>
    </tr>
  );
}

type NotesProps = {
  id: string;
  sensitive: string | undefined;
  refusal: string | undefined;
  /** What can be chosen at most, for phones, which have no room for its column. */
  allowed: string;
};

/** Why a module needs care, and what of it cannot be chosen. */
function Notes({ id, sensitive, refusal, allowed }: NotesProps) {
  return (
    <>
      <span id={id}>
        {sensitive && (
          <span className="block text-quiet text-xs">
            <TriangleAlert aria-hidden className="mr-1 inline size-3 text-soon-mark" />
            <span className="sr-only">Sensitive: </span>
            {sensitive}
          </span>
        )}
        {refusal && <span className="sr-only">{refusal}</span>}
      </span>
      {refusal && (
        <span aria-hidden className="block text-quiet text-xs sm:hidden">
          <Lock className="mr-1 inline size-3" />
          {allowed}
        </span>
      )}
    </>
  );
}

/** A group with the common level of its modules. */
export function GroupRow({ group, holder, scopes, onChoose }: RowProps & { group: ModuleGroup }) {
  const level = commonLevel(scopes, group.modules);
  return (
    <tr className="border-t bg-canvas">
      <th scope="rowgroup" className="py-1 pr-2 pl-2 text-left font-semibold">
        {group.name}
      </th>
      <td className="max-sm:sr-only" />
      <td className="py-1">
        <div className={LEVEL}>
          <Segments
            legend={`All of ${group.name}`}
            segments={segmentsWith((one) => groupRefuses(holder, group, one))}
            value={segmentOf(level)}
            onChange={onChoose}
          />
          {level === "mixed" && <Mixed />}
        </div>
      </td>
    </tr>
  );
}

const Mixed = () => <span className="text-quiet text-xs">Mixed</span>;

type CreateOnlyProps = { name: string; checked: boolean; onChoose: (level: Choice) => void };

function CreateOnly({ name, checked, onChoose }: CreateOnlyProps) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5 text-xs">
      <Checkbox
        id={id}
        checked={checked}
        onChange={(event) => onChoose(event.target.checked ? "create" : "write")}
      />
      <label htmlFor={id} className="cursor-pointer">
        Create only <span className="sr-only">{name}</span>
      </label>
    </span>
  );
}
