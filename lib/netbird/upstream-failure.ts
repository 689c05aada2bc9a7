/** What can go wrong with a request to NetBird besides an error that it answers itself. */
export type FailureKind =
  /** No answer: no connection, a wrong certificate, or the connection broke before the answer. */
  | "unreachable"
  /** No answer in time. */
  | "timeout"
  /** The connection broke within the answer. */
  | "broken"
  | "redirect"
  | "not_json"
  | "too_large"
  /** Too many requests wait for NetBird already. */
  | "busy"
  /** Not sent: the latest requests all failed. */
  | "down"
  /** Ended by the caller's signal. */
  | "aborted";

type Details = {
  /** Of NetBird's answer, if there was one. */
  status?: number;
  /** The request may have reached NetBird, which may have carried it out. */
  mayHaveRun?: boolean;
  /** A connection that was kept open had ended: a repetition may succeed. */
  staleConnection?: boolean;
};

/** A failed request to NetBird. Its message has no secret, no address and nothing NetBird sent. */
export class UpstreamFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number | undefined;
  readonly mayHaveRun: boolean;
  readonly staleConnection: boolean;
  /** Recognized by its code, not by `instanceof`: Next loads modules several times. */
  readonly code = "ROOST_UPSTREAM";

  constructor(kind: FailureKind, message: string, details: Details = {}) {
    super(message);
    this.name = "UpstreamFailure";
    this.kind = kind;
    this.status = details.status;
    this.mayHaveRun = details.mayHaveRun ?? false;
    this.staleConnection = details.staleConnection ?? false;
  }
}

/** Whether an error is an UpstreamFailure, by its code. */
export function isUpstreamFailure(error: unknown): error is UpstreamFailure {
  return error instanceof Error && "code" in error && error.code === "ROOST_UPSTREAM";
}

const TIMEOUTS = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);
const BROKEN_CONNECTION = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);
const REASONS: Record<string, string> = {
  ECONNREFUSED: "the connection was refused",
  ENOTFOUND: "its name does not resolve",
  EAI_AGAIN: "its name does not resolve",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  UND_ERR_SOCKET: "the connection broke",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the authority of its certificate is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the authority of its certificate is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the authority of its certificate is not trusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  CERT_HAS_EXPIRED: "its certificate has expired",
};

/** Errors of several addresses of a name come together. */
function codeOf(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const code = first instanceof Error && "code" in first ? first.code : undefined;
  return typeof code === "string" ? code : "unknown error";
}

/** How far a request had come when it failed. */
type Progress = { sent: boolean; answered: boolean };

/** The failure for an error of the connection; its own message may contain what NetBird sent. */
export function failureOf(error: unknown, { sent, answered }: Progress): UpstreamFailure {
  if (isUpstreamFailure(error)) return error;
  const code = codeOf(error);
  const mayHaveRun = sent;
  if (TIMEOUTS.has(code)) {
    return new UpstreamFailure("timeout", "NetBird did not answer in time", { mayHaveRun });
  }
  if (answered) {
    return new UpstreamFailure("broken", "the connection broke within NetBird's answer", {
      mayHaveRun,
    });
  }
  const staleConnection = sent && BROKEN_CONNECTION.has(code);
  const message = `NetBird is unreachable: ${REASONS[code] ?? code}`;
  return new UpstreamFailure("unreachable", message, { mayHaveRun, staleConnection });
}
