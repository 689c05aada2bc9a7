import { z } from "zod";
import { Problem } from "#lib/contract/problem.ts";
import { ask, type Question } from "#lib/netbird/ask.ts";
import { classifyError } from "#lib/netbird/classify.ts";
import { Credential } from "#lib/netbird/credential.ts";
import type { UpstreamRole } from "#lib/policy/upstream-role.ts";

/* Service users and their access tokens at the NetBird server, managed with the broker's token. */

const created = z.object({ id: z.string().min(1) });
const users = z.array(
  z.object({ id: z.string(), role: z.string(), is_blocked: z.boolean().default(false) }),
);
const made = z.object({
  plain_token: z.string().min(1),
  personal_access_token: z.object({ expiration_date: z.coerce.date() }),
});
const tokens = z.array(z.object({ id: z.string(), name: z.string() })).nullable();

export type UpstreamUser = z.output<typeof users>[number];
/** An access token of a mirror, in the memory of the process that made it alone. */
export type UpstreamToken = { credential: Credential; expiresAt: Date };

/** Each is renewed long before; after a crash they end by themselves. */
const TOKEN_DAYS = 1;

/** Some calls in a row must end within the time that a mirror is held. */
const CALL_MS = 5_000;
const LIST_MAX_BYTES = 8 * 1024 * 1024;

const at = (...segments: string[]): string =>
  ["/api/users", ...segments.map(encodeURIComponent)].join("/");

/** The answer of a call that succeeded, or that found nothing where that is no failure. */
async function answerTo<T>(
  broker: Credential,
  question: Question,
  schema: z.ZodType<T>,
  missing?: NoInfer<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(CALL_MS);
  const { status, body } = await ask(broker, { ...question, signal });
  if (missing !== undefined && isMissing(status, body)) return missing;
  const parsed = status < 300 ? schema.safeParse(body) : undefined;
  if (parsed?.success) return parsed.data;
  const cause = new Error(`${question.method} for a mirror: HTTP ${status}`);
  throw new Problem("bad_gateway", "NetBird does not let Roost manage its service users there", {
    cause,
  });
}

/**
 * Whether NetBird says itself that the object is not there. Where it does not know the broker's token
 * it answers 404 too, as a proxy that has lost its way does.
 */
function isMissing(status: number, body: unknown): boolean {
  const isItsOwn = z.object({ code: z.literal(404) }).safeParse(body).success;
  const path = "/api/users/{userId}";
  return status === 404 && isItsOwn && classifyError({ status, body, path }).class === "refused";
}

/** Creates a service user with the least role; returns its ID. */
export async function createUpstreamUser(broker: Credential, name: string): Promise<string> {
  const body = { name, role: "user", auto_groups: [], is_service_user: true };
  return (await answerTo(broker, { method: "POST", path: at(), body }, created)).id;
}

/** The service users with their roles, also the broker and those that are not Roost's. */
export const listUpstreamUsers = (broker: Credential): Promise<UpstreamUser[]> =>
  answerTo(
    broker,
    { method: "GET", path: `${at()}?service_user=true`, maxBytes: LIST_MAX_BYTES },
    users,
  );

/**
 * Sets the role of a service user. "gone" if it is not there; "blocked" for one that NetBird's admins
 * have blocked, which it stays: it is looked up right before, since a change sets that as well.
 */
export async function setUpstreamRole(
  broker: Credential,
  id: string,
  role: UpstreamRole,
): Promise<"set" | "gone" | "blocked"> {
  const found = (await listUpstreamUsers(broker)).find((user) => user.id === id);
  if (found === undefined) return "gone";
  if (found.is_blocked) return "blocked";
  if (found.role === role) return "set";
  const body = { role, auto_groups: [], is_blocked: false };
  const isSet = z.unknown().transform((): "set" | "gone" => "set");
  return answerTo(broker, { method: "PUT", path: at(id), body }, isSet, "gone");
}

/** Deletes a service user with its tokens, if it is there. */
export async function deleteUpstreamUser(broker: Credential, id: string): Promise<void> {
  await answerTo(broker, { method: "DELETE", path: at(id) }, z.unknown(), null);
}

/** Makes a token of a service user that lasts a day. Null if the service user is gone. */
export async function makeUpstreamToken(
  broker: Credential,
  userId: string,
  name: string,
): Promise<UpstreamToken | null> {
  const body = { name, expires_in: TOKEN_DAYS };
  const path = at(userId, "tokens");
  const found = await answerTo(broker, { method: "POST", path, body }, made.nullable(), null);
  if (found === null) return null;
  const { expiration_date: expiresAt } = found.personal_access_token;
  return { credential: new Credential(found.plain_token), expiresAt };
}

/** The tokens of a service user by ID and name. */
export async function listUpstreamTokens(broker: Credential, userId: string) {
  return (
    (await answerTo(broker, { method: "GET", path: at(userId, "tokens") }, tokens, null)) ?? []
  );
}

/** Deletes a token of a service user, if it is there. */
export async function deleteUpstreamToken(
  broker: Credential,
  userId: string,
  id: string,
): Promise<void> {
  await answerTo(broker, { method: "DELETE", path: at(userId, "tokens", id) }, z.unknown(), null);
}
