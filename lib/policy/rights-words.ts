import type { Module } from "./matrix.ts";
import { MODULE_GROUPS, nameInSentence } from "./module-names.ts";
import { levelOf } from "./scope-choices.ts";
import { presetOf } from "./scope-presets.ts";
import type { Scopes } from "./scopes.ts";

/** Names that are listed before the others are counted. */
const NAMED = 2;

const MODULES = MODULE_GROUPS.flatMap(({ modules }) => modules);

/** The rights of scopes for a list: "Role", a preset, or what they write and read. */
export function rightsWords(scopes: Scopes): string {
  if (scopes === null) return "Role";
  const preset = presetOf(scopes);
  if (preset) return preset.name;
  const at = (levels: readonly string[]) =>
    MODULES.filter((module) => levels.includes(levelOf(scopes, module)));
  const parts = [
    wordsOf("Changes", at(["write", "create", "mixed"])),
    wordsOf("Reads", at(["read"])),
  ].filter((words) => words !== undefined);
  return parts.length === 0 ? "Only itself" : parts.join(" ");
}

function wordsOf(verb: string, modules: readonly Module[]): string | undefined {
  if (modules.length === 0) return undefined;
  const named = modules.slice(0, NAMED).map(nameInSentence).join(", ");
  const others = modules.length - NAMED;
  return `${verb} ${named}${others > 0 ? ` and ${others} more` : ""}.`;
}
