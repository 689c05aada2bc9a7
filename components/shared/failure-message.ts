import type { CallFailure } from "#lib/contract/client.ts";
import { sentence } from "./sentence.ts";

/** What a failure message says: what happened, and what to do. */
export type FailureMessage = { title: string; description: string };

/** What a message of the server begins with when something is gone, and what a person calls it. */
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

/** Causes by the status of the answer; without a description the server's message is it. */
const CAUSES: Record<number, Words> = {
  0: {
    title: "The server could not be reached",
    description: () => "Check the connection, and whether it was done, before you try again.",
  },
  401: {
    title: "You've been signed out",
    description: () => "Sign in, then try again here. What you typed is kept.",
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

/** In words why a call failed; `user` is what the page calls a user who may be gone. */
export function failureMessage(failure: CallFailure, user = "user"): FailureMessage {
  const { status, message, late } = failure;
  if (late) return { title: "The server did not answer in time", description: sentence(message) };
  if (status === 404) return goneMessage(message, user);
  const { title, description } = CAUSES[status] ?? NOT_SAVED;
  return { title, description: description?.(failure) ?? sentence(message) };
}

function goneMessage(message: string, user: string): FailureMessage {
  const noun = GONE.find(([prefix]) => message.toLowerCase().startsWith(prefix))?.[1];
  const what = noun === "user" ? user : noun;
  const title = what === undefined ? "This no longer exists" : `This ${what} no longer exists`;
  return { title, description: "It was deleted meanwhile." };
}

/** The same in one text with the request's ID, for a page without notifications. */
export function failureText(failure: CallFailure): string {
  if (failure.status < 500) return sentence(failure.message);
  const { description } = failureMessage(failure);
  return failure.requestId ? `${description} Request ${failure.requestId}.` : description;
}
