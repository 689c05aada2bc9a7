import type { Role } from "../contract/fields.ts";
import type { PolicyActor } from "./conditions.ts";
import { MODULES, VERBS } from "./matrix.ts";
import { type Networks, networksWithin } from "./networks.ts";
import type { Refusal } from "./refusals.ts";
import { type Decision, effectiveGrants, isWithin, type Scopes, scopesAllow } from "./scopes.ts";

/* Which credentials and users a restricted token may make: none with more rights than its own. */

/** The actor, with the expiry of the access token that it acts with; null for a session. */
export type Minter = PolicyActor & { expiresAt: Date | null };

type User = { role: Role; isServiceUser: boolean };

/** A token as it is about to be stored, with its owner. */
export type Minted = {
  owner: User;
  scopes: Scopes;
  networks: Networks;
  expiresAt: Date;
};

/** Has its user's whole role from anywhere, as a session does. Every limit of a token belongs here. */
export const isUnrestricted = ({
  scopes,
  networks,
}: Pick<PolicyActor, "scopes" | "networks">): boolean => scopes === null && networks === null;

/** The scopes of a new token: a token with scopes cannot make one without, so it gets `all`. */
export const scopesToMint = (minter: Pick<PolicyActor, "scopes">, wanted: Scopes): Scopes =>
  wanted === null && minter.scopes !== null ? ["all"] : wanted;

type Holder = Parameters<typeof effectiveGrants>[0];

/** Whether every right of one is also a right of the other, in this version. */
export function hasNoMoreRights(one: Holder, other: Holder): boolean {
  const [narrow, wide] = [effectiveGrants(one), effectiveGrants(other)];
  return MODULES.every((module) =>
    VERBS.every((verb) => narrow[module]?.[verb] !== true || wide[module]?.[verb] === true),
  );
}

const refuse = (refusal: Refusal): Decision => ({ allowed: false, refusal });

/**
 * Whether a token may be made with these limits and owner, by an actor who may create tokens for
 * that owner. An unrestricted one may make any: a bootstrap token of a day makes tokens of a year.
 */
export function canMint(minter: Minter, minted: Minted): Decision {
  const { owner, scopes, networks, expiresAt } = minted;
  if (isUnrestricted(minter)) return { allowed: true };
  if (!isWithin(scopes, minter.scopes)) return refuse("scopes_beyond_own");
  if (!networksWithin(networks, minter.networks)) return refuse("networks_beyond_own");
  if (minter.expiresAt !== null && expiresAt > minter.expiresAt) return refuse("expiry_beyond_own");
  if (!hasNoMoreRights({ ...owner, scopes }, minter)) return refuse("rights_beyond_own");
  return { allowed: true };
}

/** A change of a user or invite: it as it is and as it becomes, and its auto groups. */
export type Granted = {
  users: readonly User[];
  groups?: { before: readonly string[]; after: readonly string[] };
};

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.every((id) => other.includes(id)) && other.every((id) => one.includes(id));

const signsInAsAdmin = ({ role, isServiceUser }: User): boolean =>
  !isServiceUser && (role === "owner" || role === "admin");

/**
 * Whether the actor may create or change such users and invites, given the right to do so at all. A
 * restricted token may not where their role gives a right that it lacks: it would gain that right
 * through them. One with networks may not at all where they sign in, which they do from anywhere.
 * None may where they sign in as admins: a session may do what no scope allows, and lasts longer.
 * Auto groups decide what their members reach, so a change needs its scope too.
 */
export function canGrant(actor: PolicyActor, { users, groups }: Granted): Decision {
  if (isUnrestricted(actor)) return { allowed: true };
  const signIn = users.some(({ isServiceUser }) => !isServiceUser);
  if (actor.networks !== null && signIn) return refuse("sign_in_beyond_networks");
  const isWider = users.some((user) => !hasNoMoreRights({ ...user, scopes: null }, actor));
  if (isWider) return refuse("rights_beyond_own");
  if (users.some(signsInAsAdmin)) return refuse("session_beyond_own");
  if (groups === undefined || isSame(groups.before, groups.after)) return { allowed: true };
  return scopesAllow(actor.scopes, { module: "groups", verb: "update" });
}
