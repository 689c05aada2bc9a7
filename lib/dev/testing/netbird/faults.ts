/** An answer in place of NetBird's own; the request changes nothing. */
export type Answer = { status: number; headers?: Record<string, string>; body?: string };

/** How a NetBird server misbehaves. With `wire`, the request has been carried out. */
export type Fault =
  | { answer: Answer }
  /** hang: no answer; reset: the connection ends before the answer; truncate: in its middle; close: after it. */
  | { wire: "hang" | "reset" | "truncate" | "close" | "gzip" }
  /** These bytes and the end of the connection, whatever they are. */
  | { bytes: string }
  | { delayMs: number }
  /** A list of about so many bytes. */
  | { listBytes: number };

const json = (status: number, message: string, headers: Record<string, string> = {}) => ({
  answer: {
    status,
    headers: { "content-type": "application/json; charset=UTF-8", ...headers },
    body: `${JSON.stringify({ message, code: status })}\n`,
  },
});

const text = (status: number, body: string, type = "text/plain; charset=utf-8") => ({
  answer: { status, headers: { "content-type": type }, body },
});

const blocked = (why: string) => json(403, `failed to validate user permissions: ${why}`);

/** The answers that a NetBird server or a proxy before it gives on a bad day. */
export const faults = {
  hang: { wire: "hang" },
  reset: { wire: "reset" },
  truncate: { wire: "truncate" },
  close: { wire: "close" },
  gzip: { wire: "gzip" },
  tokenGone: json(404, "invalid token: pat: 2c26b46b68ffc68ff99b453c1d304134= not found"),
  unauthorized: json(401, "token invalid"),
  blocked: blocked("user is blocked"),
  pending: blocked("user is pending approval"),
  forbidden: json(403, "permission denied"),
  tooMany: json(429, "too many requests", { "retry-after": "17" }),
  noRoute: text(404, "404 page not found\n"),
  noMethod: { answer: { status: 405 } },
  badJson: text(200, '[{"id":"1"', "application/json; charset=UTF-8"),
  internal: json(500, "internal server error"),
  proxyError: text(502, "<html>502 Bad Gateway: not found upstream</html>", "text/html"),
} satisfies Record<string, Fault>;

/** A redirect, as of a proxy before the server. */
export const redirectTo = (location: string, status = 301): Fault => ({
  answer: { status, headers: { location }, body: "" },
});
