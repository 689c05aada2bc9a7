import type { AccountSettings } from "#lib/contract/account.ts";
import type { Claim } from "#lib/contract/claims.ts";
import type { GeneratedPassword } from "#lib/contract/generated-password.ts";
import type { PolicyActor } from "#lib/policy/can.ts";

/** What proves who acts. It is looked up again in every transaction that acts on it. */
export type Credential = { kind: "token"; id: string } | { kind: "session"; id: string };

/** Where a request came from. */
export type Origin = { address: string; userAgent: string; requestId: string };

/** A client's name for a POST, with what tells that request from any other. */
export type Idempotency = { key: string; requestHash: string };

/** Who acts: the user's row as it was when last read, the credential and the origin. */
export type Actor = PolicyActor & {
  accountId: string;
  name: string;
  email: string;
  settings: AccountSettings;
  credential: Credential;
  origin: Origin;
  idempotency?: Idempotency;
  /** What the body asked for beyond what the operation reads; see `assertClaims`. */
  claims?: Claim[];
  /** Signed in with a password that the rule for new ones would refuse. */
  weakPassword?: true;
  /** Signed in with a password that was generated, which is to be changed. */
  generatedPassword?: GeneratedPassword;
};
