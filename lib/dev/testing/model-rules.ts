import type { Role } from "#lib/contract/fields.ts";
import type { Method } from "#lib/contract/routes.ts";
import type { ApiResponse } from "./api.ts";
import type { ModelCredential, ModelUser, World } from "./model.ts";

/*
 * The permissions, implemented a second time and independent of lib/policy.
 */

/** A request, its expected status and events, and its effect on the model. */
export type Step = {
  method: Method;
  path: string;
  body?: object;
  status: number;
  events?: string[];
  effect?: (answer: ApiResponse) => void;
};
export type ModelContext = {
  world: World;
  me: ModelUser;
  credential: ModelCredential;
  /** A random item of a list. */
  pick: <T>(list: readonly T[]) => T;
};

export const isOneOf = (user: ModelUser, ...roles: Role[]) => roles.includes(user.role);
export const isAdmin = (user: ModelUser) => isOneOf(user, "owner", "admin");
export const writesTokens = (user: ModelUser) => isAdmin(user) || isOneOf(user, "network_admin");
export const reads = (user: ModelUser) =>
  user.isMachine || isOneOf(user, "owner", "admin", "network_admin", "auditor");
export const ROLES: Role[] = [
  "owner",
  "admin",
  "network_admin",
  "auditor",
  "billing_admin",
  "user",
];
export const EMAILS = ["a@x.test", "B@x.test", "b@X.test", "c@x.test"];
export const sameEmail = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
export const isTaken = (world: World, email: string) =>
  [...world.users.values()].some((user) => sameEmail(user.email, email));

/** May change passwords, end sessions, transfer ownership, delete the account. */
export const managesAccount = ({ world, credential }: ModelContext) =>
  credential.kind === "session" || world.settings.tokensManage;

/** May view and end the sessions of a user: one's own, as admin those of all except owners. */
export const reachesSessions = (me: ModelUser, target: ModelUser | undefined) =>
  target?.id === me.id || me.role === "owner" || (me.role === "admin" && target?.role !== "owner");

/** A user: often the actor, sometimes a missing one. */
export const anyone = ({ world, me, pick }: ModelContext): string =>
  pick([me.id, pick(world.ids), pick([...world.users.keys()])]);

/** The first refusal that applies, else 200. */
export const first = (...refusals: [boolean, number][]) =>
  refusals.find(([holds]) => holds)?.[1] ?? 200;

export const groupsFor = ({ world, pick }: ModelContext) => pick([[], [], [pick(world.groupIds)]]);
