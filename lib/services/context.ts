import type { AccountSettings } from "#lib/contract/account.ts";
import type { Claim } from "#lib/contract/claims.ts";
import type { GeneratedPassword } from "#lib/contract/generated-password.ts";
import type { RequestLimits } from "#lib/contract/request-limits.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import type { ScopeRule } from "#lib/policy/scopes.ts";

/** The credential of an actor, read again in every transaction of a change. */
export type Credential =
  | { kind: "token"; id: string; secretId: string }
  | { kind: "session"; id: string };

/** The identity of a credential. */
export type CredentialId = Pick<Credential, "kind" | "id">;

/** The origin of a request. */
export type Origin = {
  address: string;
  userAgent: string;
  requestId: string;
  /** The address is a proxy's that is not trusted: no one knows where the request comes from. */
  isForwarded?: boolean;
};

/** The key of a POST, with a hash that distinguishes the request from others. */
export type Idempotency = { key: string; requestHash: string };

/** The user who acts, as last read, with credential and origin. */
export type Actor = PolicyActor & {
  accountId: string;
  name: string;
  email: string;
  settings: AccountSettings;
  credential: Credential;
  /** Of the access token it acts with; null for a session. */
  expiresAt: Date | null;
  /** What requests with its access token may ask for; null without limits. */
  limits: RequestLimits | null;
  origin: Origin;
  idempotency?: Idempotency;
  /** What the operation requires of the scopes, for the actor as read again. */
  scopeRule?: ScopeRule;
  /** Only revokes its own credential, which no network and no switch prevents. */
  revokesItself?: boolean;
  /** Fields of the body that the operation does not read; see `assertClaims`. */
  claims?: Claim[];
  /** Signed in with a password that the rule for new ones refuses. */
  weakPassword?: true;
  /** Signed in with a generated password, which has to be changed. */
  generatedPassword?: GeneratedPassword;
};
