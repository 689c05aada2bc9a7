import type { CallFailure } from "#lib/contract/client.ts";
import { sentence } from "./sentence.ts";

/** The text of a failure: what happened, and what to do. */
export type FailureMessage = { title: string; description: string };

/** Prefixes of the server's "not found" messages, with their nouns. */
const GONE: readonly [prefix: string, noun: string][] = [
  ["user invite", "invite"],
  ["user", "user"],
  ["pat", "access token"],
  ["group", "group"],
  ["session", "session"],
];

type Words = { title: string; description?: (failure: CallFailure) => string };

const NOT_SAVED: Words = { title: "This couldn't be saved" };
const BUSY = { title: "The server can't do this now" };
const RETRY = "Try again in a moment.";

/** Texts by status; the description defaults to the server's message. */
const CAUSES: Record<number, Words> = {
  0: {
    title: "Couldn't reach the server",
    description: () => "Your change may have been saved. Check before you try again.",
  },
  401: {
    title: "You've been signed out",
    description: () => "Sign in, then try again here. Your input is kept.",
  },
  403: { title: "You can't do this" },
  409: NOT_SAVED,
  413: { title: "This is too large" },
  422: NOT_SAVED,
  429: { title: "Too many requests", description: () => RETRY },
  500: { title: "Something went wrong on the server", description: () => RETRY },
  502: { ...BUSY, description: () => RETRY },
  503: { ...BUSY, description: ({ message }) => `${sentence(message)} ${RETRY}` },
  504: { ...BUSY, description: ({ message }) => sentence(message) },
};

/** The text of a failed call; `user` is the noun for a user who may be deleted. */
export function failureMessage(failure: CallFailure, user = "user"): FailureMessage {
  const { status, message, late } = failure;
  if (late) return { title: "The server did not respond in time", description: sentence(message) };
  if (status === 404) return goneMessage(message, user);
  const { title, description } = CAUSES[status] ?? NOT_SAVED;
  return { title, description: description?.(failure) ?? sentence(message) };
}

function goneMessage(message: string, user: string): FailureMessage {
  const noun = GONE.find(([prefix]) => message.toLowerCase().startsWith(prefix))?.[1];
  const what = noun === "user" ? user : noun;
  const title = what === undefined ? "This no longer exists" : `This ${what} no longer exists`;
  return { title, description: "It was deleted in the meantime." };
}

/** The same as one string with the request ID, for a page without notifications. */
export function failureText(failure: CallFailure): string {
  if (failure.status < 500) return sentence(failure.message);
  const { description } = failureMessage(failure);
  return failure.requestId ? `${description} Request ${failure.requestId}.` : description;
}
