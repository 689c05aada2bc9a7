import type { Method } from "#lib/contract/routes.ts";

/** What kind of answer it is, as it is counted. */
export type AnswerClass =
  | "success"
  /** NetBird's own error, passed on. */
  | "refused"
  | "rate_limited"
  /** NetBird refuses the credential that Roost calls with. */
  | "credential"
  | "no_route"
  | "error";

/** The error to answer with; `message` never has more of NetBird's answer than its own message. */
export type UpstreamError = {
  class: Exclude<AnswerClass, "success">;
  status: number;
  message: string;
};

/** NetBird's error answer. */
export type ErrorAnswer = {
  status: number;
  /** The parsed JSON; undefined if the answer is none. */
  body: unknown;
  /** GET unless given. */
  method?: Method;
  /** The template of the path. */
  path: string;
};

const MESSAGE_MAX = 1000;

/** Errors with a meaning for the client even where NetBird says no more. */
const PLAIN = new Set([400, 403, 409, 412, 413, 415, 422, 429, 500, 502, 503, 504]);

const UNKNOWN_TOKEN = /^invalid token\b|^pat: /i;
/** The user of the credential is gone, or its account. */
const GONE_HOLDER = /^(failed to validate user permissions: )?(user( role)?: |account not found)/i;
const REFUSED_HOLDER = /\buser is (blocked|pending approval|not part of this account)\b/i;

const CREDENTIAL: UpstreamError = {
  class: "credential",
  status: 502,
  message: "NetBird refuses the access token that Roost calls it with",
};

function messageOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("message" in body)) return undefined;
  const { message } = body;
  if (typeof message !== "string" || message.trim() === "") return undefined;
  return message.slice(0, MESSAGE_MAX);
}

/** Of one person or account NetBird speaks in the same words as of the credential's own. */
const isAboutUsers = (path: string) => /^\/api\/(users|accounts)\/\{/.test(path);

/** Reads of one object whose path has no parameter. */
const SINGLE_OBJECTS = new Set(["/api/agent-network/settings"]);

/**
 * Whether NetBird itself, whose errors repeat their status, says that an object is missing: that
 * of the path, or one that the body of a change names. A list is never missing, and a gateway that
 * lost its route to NetBird answers 404 without a code.
 */
function isOfAnObject({ body, method = "GET", path }: ErrorAnswer): boolean {
  const isNetBirds = typeof body === "object" && body !== null && "code" in body;
  if (!isNetBirds || body.code !== 404) return false;
  return method !== "GET" || path.includes("{") || SINGLE_OBJECTS.has(path);
}

function isCredentialTrouble({ status, path }: ErrorAnswer, message: string | undefined): boolean {
  if (status === 401) return true;
  if (message === undefined) return false;
  if (status === 404) {
    return UNKNOWN_TOKEN.test(message) || (GONE_HOLDER.test(message) && !isAboutUsers(path));
  }
  return status === 403 && REFUSED_HOLDER.test(message);
}

/**
 * The error that a client gets for NetBird's. Terraform's provider takes every text with the words
 * "not found" for a deleted object, so only a 404 that NetBird gives for an object keeps them.
 */
export function classifyError(answer: ErrorAnswer): UpstreamError {
  const { status, body } = answer;
  const message = messageOf(body);
  if (isCredentialTrouble(answer, message)) return CREDENTIAL;
  if (message === undefined) return withoutMessage(status);
  if (status === 404) {
    return isOfAnObject(answer) ? { class: "refused", status, message } : withoutMessage(status);
  }
  const kept = message.replace(/not found/gi, "missing");
  if (status === 429) return { class: "rate_limited", status, message: kept };
  if (status >= 500)
    return { class: "error", status: PLAIN.has(status) ? status : 502, message: kept };
  return { class: "refused", status: status === 407 ? 502 : status, message: kept };
}

/** For a path that the server lacks. */
export const NOT_OFFERED = "this NetBird server does not offer this";

/** An error of something in between, such as a proxy, or of a router without this path. */
function withoutMessage(status: number): UpstreamError {
  if (status === 404 || status === 405) {
    return { class: "no_route", status: 501, message: NOT_OFFERED };
  }
  const message = `NetBird answered with status ${status}`;
  if (status === 429) return { class: "rate_limited", status, message };
  return { class: "error", status: PLAIN.has(status) ? status : 502, message };
}
