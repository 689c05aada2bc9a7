import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { headerOf, isJson, isPlainJson } from "#lib/netbird/answer-headers.ts";
import { classifyError, type UpstreamError } from "#lib/netbird/classify.ts";
import type { OpenAnswer } from "#lib/netbird/open-answer.ts";
import { UpstreamFailure } from "#lib/netbird/upstream-failure.ts";
import type { RelayReply } from "../reply.ts";
import { redacted } from "./redact.ts";

const ERROR_MAX_BYTES = 64 * 1024;
/** An answer with secrets is read as a whole before any of it is sent. */
const REDACTED_MAX_BYTES = 8 * 1024 * 1024;

/** NetBird's answer; an error is read as a whole. */
export type Answered = OpenAnswer & { error?: UpstreamError };

/** The answer with its error, if it is one, to an operation. */
export async function withError(
  answer: OpenAnswer,
  { method, path }: Pick<NetBirdOperation, "method" | "path">,
): Promise<Answered> {
  const { status } = answer;
  if (status < 400) return answer;
  return { ...answer, error: classifyError({ status, body: await jsonOf(answer), method, path }) };
}

type Relaying = {
  requestId: string;
  /** The places of secrets that this caller may not see. */
  hidden: readonly string[];
};

/** NetBird's answer as a client of Roost gets it. */
export async function relayAnswer(answer: Answered, relaying: Relaying): Promise<RelayReply> {
  const { status, headers, body, error } = answer;
  if (error) return errorReply(error, headers, relaying);
  if (/^\s*text\/html\b/i.test(headerOf(headers, "content-type") ?? "")) {
    body.cancel();
    const message = "NETBIRD_URL answers with a web page";
    throw new UpstreamFailure("not_json", message, { status, mayHaveRun: true });
  }
  if (relaying.hidden.length > 0) return redactedReply(answer, relaying.hidden);
  return { kind: "relay", status, headers: passedHeaders(answer), body };
}

/** A new JSON error: nothing else of NetBird's, or of a proxy before it, is passed on. */
function errorReply(
  { status, message }: UpstreamError,
  upstream: OpenAnswer["headers"],
  { requestId }: Relaying,
): RelayReply {
  const retryAfter = headerOf(upstream, "retry-after");
  const passes = status === 429 && /^[\w ,:]{1,40}$/.test(retryAfter ?? "");
  return {
    kind: "relay",
    status,
    headers: {
      "content-type": "application/json",
      ...(passes && retryAfter !== undefined ? { "retry-after": retryAfter } : {}),
    },
    body: JSON.stringify({ message, code: status, request_id: requestId }),
  };
}

async function jsonOf({ headers, body }: OpenAnswer): Promise<unknown> {
  if (!isPlainJson(headers)) {
    body.cancel();
    return undefined;
  }
  try {
    return JSON.parse(await body.text(ERROR_MAX_BYTES));
  } catch {
    return undefined;
  }
}

async function redactedReply(
  { status, headers, body }: OpenAnswer,
  hidden: readonly string[],
): Promise<RelayReply> {
  const text = isPlainJson(headers) ? await body.text(REDACTED_MAX_BYTES) : undefined;
  if (text === undefined) body.cancel();
  const without = text === undefined ? undefined : parsed(() => redacted(text, hidden));
  if (without === undefined) {
    throw new UpstreamFailure("not_json", "NetBird's answer is not JSON", { status });
  }
  return { kind: "relay", status, headers: { "content-type": "application/json" }, body: without };
}

function parsed(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Only JSON may be shown by a browser; anything else is a file. */
function passedHeaders({ headers }: OpenAnswer): Record<string, string> {
  const type = headerOf(headers, "content-type");
  const length = headerOf(headers, "content-length");
  const coding = headerOf(headers, "content-encoding");
  return {
    ...typeHeaders(type, length === "0"),
    ...(length === undefined ? {} : { "content-length": length }),
    ...(coding === undefined ? {} : { "content-encoding": coding }),
  };
}

function typeHeaders(type: string | undefined, isEmpty: boolean): Record<string, string> {
  if (isJson(type)) return { "content-type": "application/json" };
  if (type === undefined && isEmpty) return {};
  return {
    "content-type": type ?? "application/octet-stream",
    "content-disposition": "attachment",
  };
}
