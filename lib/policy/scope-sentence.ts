import { serviceIn } from "../contract/protected-services.ts";
import { type Module, VERBS } from "./matrix.ts";
import { MODULE_GROUPS, nameInSentence, ownInSentence, sensitivity } from "./module-names.ts";
import { ROTATES_ITSELF } from "./scope-choices.ts";
import type { Scopes } from "./scopes.ts";
import { type Holder, type ModuleRights, tokenRights } from "./token-rights.ts";

/* What a token may do, in words. */

/** A sentence; a sensitive one includes rights that need care. */
export type Clause = { text: string; sensitive: boolean };

const plain = (text: string): Clause => ({ text, sensitive: false });

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

const changes = ({ effective }: ModuleRights) => effective.filter(({ verb }) => verb !== "read");
const reads = ({ effective }: ModuleRights) => effective.some(({ verb }) => verb === "read");
const isFull = ({ effective }: ModuleRights) => effective.length === VERBS.length;
const isSensitive = (rights: ModuleRights) =>
  changes(rights).some(({ extent }) => extent === "all") &&
  sensitivity(rights.module) !== undefined;

const nameOf = ({ module, effective }: ModuleRights): string =>
  effective.some(({ extent }) => extent === "own") ? ownInSentence(module) : nameInSentence(module);

/** The names of modules; a complete group of several is named as one. */
function namesOf(some: readonly ModuleRights[]): string {
  const within = (modules: readonly Module[]) =>
    modules.length > 2 && modules.every((one) => some.some(({ module }) => module === one));
  const whole = MODULE_GROUPS.filter(({ modules }) => within(modules));
  const rest = some.filter(({ module }) => !whole.some(({ modules }) => modules.includes(module)));
  return listed([...rest.map(nameOf), ...whole.map(({ name }) => `everything in ${name}`)]);
}

/** The verbs of changes within a sentence: "Creates and deletes". */
const changeWords = (rights: ModuleRights): string => {
  const words = listed(changes(rights).map(({ verb }) => `${verb}s`));
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function readClauses(all: readonly ModuleRights[], readsLater: boolean): Clause[] {
  if (readsLater) return [plain("Reads everything its role allows, now and in later versions.")];
  if (all.every(reads)) return [plain("Reads everything.")];
  const only = all.filter((one) => reads(one) && !isFull(one));
  return only.length === 0 ? [] : [plain(`Reads ${namesOf(only)}.`)];
}

function changeClauses(all: readonly ModuleRights[]): Clause[] {
  const full = all.filter(isFull);
  const partial = all.filter((one) => !isFull(one) && changes(one).length > 0);
  const clause = (words: string, some: readonly ModuleRights[]): Clause => ({
    text: `${words} ${namesOf(some)}.`,
    sensitive: some.some(isSensitive),
  });
  const byWords = Map.groupBy(partial, changeWords);
  return [
    ...(full.length === 0 ? [] : [clause("Reads and writes", full)]),
    ...[...byWords].map(([words, some]) => clause(words, some)),
  ];
}

/** Scopes of Roost's own. */
function ownClauses(scopes: readonly string[]): Clause[] {
  const slugs = scopes.flatMap((scope) => serviceIn(scope) ?? []);
  return [
    ...(scopes.includes("introspection:read") ? [plain("Introspects tokens.")] : []),
    ...(slugs.length === 0 ? [] : [plain(`Opens ${listed(slugs)}.`)]),
    ...(scopes.includes(ROTATES_ITSELF) ? [plain("Can rotate itself.")] : []),
  ];
}

/** What scopes allow with the holder's role, without what they refuse. */
export function allowedClauses(scopes: readonly string[], holder: Holder): Clause[] {
  const all = tokenRights(scopes, holder);
  const own = ownClauses(scopes);
  if (scopes.includes("all")) {
    const text = "Can do everything its role allows, now and in later versions.";
    return [{ text, sensitive: all.some(isSensitive) }, ...own];
  }
  return [...readClauses(all, scopes.includes("all:read")), ...changeClauses(all), ...own];
}

/** What a token of the holder may do; `name` is the holder's, or "you". */
export function sentenceOf(scopes: Scopes, holder: Holder & { name: string }): Clause[] {
  if (scopes === null) {
    return [plain(`Can do everything ${holder.name} can, now and in later versions.`)];
  }
  const allowed = allowedClauses(scopes, holder);
  if (allowed.length === 0) return [plain("Can read only itself.")];
  if (scopes.includes("all")) return allowed;
  const all = tokenRights(scopes, holder);
  const changesAny =
    all.some((one) => changes(one).length > 0) ||
    scopes.some((scope) => scope === ROTATES_ITSELF || serviceIn(scope) !== undefined);
  return [...allowed, plain(`Cannot change anything${changesAny ? " else" : ""}.`)];
}
