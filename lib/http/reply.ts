import type { PipedBody } from "./api-request.ts";

/** An answer with headers of its own. */
export type Reply<T> = { kind: "reply"; body: T; headers: Record<string, string> };

/** An answer that is a file, sent piece by piece. */
export type FileReply = {
  kind: "file";
  chunks: AsyncIterable<string>;
  contentType: string;
  fileName: string;
};

/** An answer of another server: all its headers, and a body that may still be on its way. */
export type RelayReply = {
  kind: "relay";
  status: number;
  headers: Record<string, string>;
  body: string | PipedBody;
};

/** The answer with headers; a handler that needs none answers the body itself. */
export function reply<T>(body: T, headers: Record<string, string>): Reply<T> {
  return { kind: "reply", body, headers };
}

const isKind = (value: unknown, kind: string): boolean =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === kind;

export const isReply = (value: unknown): value is Reply<unknown> => isKind(value, "reply");
export const isRelayReply = (value: unknown): value is RelayReply => isKind(value, "relay");
export const isFileReply = (value: unknown): value is FileReply => isKind(value, "file");
