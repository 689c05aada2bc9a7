import type { Role } from "../contract/fields.ts";
import { grants, type Module, type Verb } from "./matrix.ts";
import type { Networks } from "./networks.ts";
import type { Scopes } from "./scopes.ts";

/* What the policy's rules are made of: the subject of a decision, and conditions on it. */

/** The fields of an actor that the policy reads. */
export type PolicyActor = {
  userId: string;
  role: Role;
  isServiceUser: boolean;
  /** The account allows personal access tokens. */
  personalTokens: boolean;
  /** Acts with a session, not with a token. */
  inSession: boolean;
  /** Acts with a session whose user proved a few minutes ago who they are. */
  recentProof: boolean;
  /** Acts with a session, or with a token where the account lets tokens manage it. */
  managesAccount: boolean;
  /** Of the access token it acts with; null for the whole role, and for sessions. */
  scopes: Scopes;
  /** From which its access token may be used; null for any address, and for sessions. */
  networks: Networks;
};

/** The user that the action concerns; `PolicyChange` is their state after an update. */
export type PolicyTarget = {
  id: string;
  role: Role;
  isServiceUser: boolean;
  isBlocked: boolean;
  issued: string;
};
export type PolicyChange = { role: Role; isBlocked: boolean };

export type Subject = {
  actor: PolicyActor;
  targetId: string;
  target: PolicyTarget;
  change: PolicyChange | undefined;
};
type Known = Pick<Subject, "actor" | "targetId">;
/** A condition that reads only the target's ID. */
export type IdCondition = (subject: Known) => boolean;
export type Condition = (subject: Subject) => boolean;

export const self: IdCondition = ({ actor, targetId }) => actor.userId === targetId;
export const serviceUser: IdCondition = ({ actor }) => actor.isServiceUser;
export const person: IdCondition = ({ actor }) => !actor.isServiceUser;
export const owner: IdCondition = ({ actor }) => actor.role === "owner";
export const adminPower: IdCondition = ({ actor }) =>
  actor.role === "owner" || actor.role === "admin";
export const personalTokens: IdCondition = ({ actor }) => actor.personalTokens;
export const inSession: IdCondition = ({ actor }) => actor.inSession;
export const recentProof: IdCondition = ({ actor }) => actor.recentProof;
export const managesAccount: IdCondition = ({ actor }) => actor.managesAccount;
export const granted =
  (module: Module, verb: Verb): IdCondition =>
  ({ actor }) =>
    grants(actor, module, verb);

export const targetOwner: Condition = ({ target }) => target.role === "owner";
export const targetBlocked: Condition = ({ target }) => target.isBlocked;
export const targetServiceUser: Condition = ({ target }) => target.isServiceUser;
export const targetIntegration: Condition = ({ target }) => target.issued === "integration";
export const changesRole: Condition = ({ target, change }) =>
  change !== undefined && change.role !== target.role;
export const changesBlock: Condition = ({ target, change }) =>
  change !== undefined && change.isBlocked !== target.isBlocked;
export const becomesBlocked: Condition = ({ change }) => change?.isBlocked === true;
export const becomesOwner: Condition = ({ change }) => change?.role === "owner";

type Test<S> = (subject: S) => boolean;
export const not =
  <S>(condition: Test<S>): Test<S> =>
  (subject) =>
    !condition(subject);
export const anyOf =
  <S>(...conditions: Test<S>[]): Test<S> =>
  (subject) =>
    conditions.some((condition) => condition(subject));
export const allOf =
  <S>(...conditions: Test<S>[]): Test<S> =>
  (subject) =>
    conditions.every((condition) => condition(subject));
