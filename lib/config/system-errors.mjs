/* Plain JavaScript without packages: boot.mjs uses it before the installation. */

const DENIED = {
  reason: "permission denied",
  action: "Give the user who starts Roost access to it",
};

/** @type {Record<string, { reason: string, action: string }>} */
const KNOWN = {
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: { reason: "the file system is read-only", action: "Use a folder that can be written" },
  ENOSPC: { reason: "the disk is full", action: "Free some space" },
  EDQUOT: { reason: "the disk quota is used up", action: "Free some space" },
  EFBIG: { reason: "the file may not grow", action: "Raise the limit (ulimit -f)" },
  EIO: { reason: "the disk does not read or write", action: "Look into the system's log" },
  EMFILE: { reason: "too many files are open", action: "Raise the limit (ulimit -n)" },
  ENFILE: { reason: "too many files are open on this machine", action: "Raise its limit" },
  ENOMEM: { reason: "there is not enough memory", action: "Free some" },
  EAGAIN: { reason: "too many processes are running", action: "Raise the limit (ulimit -u)" },
};

const MISSING = new Set([
  "MODULE_NOT_FOUND",
  "ERR_MODULE_NOT_FOUND",
  "ERR_DLOPEN_FAILED",
  "ERR_INVALID_PACKAGE_CONFIG",
  "ERR_PACKAGE_PATH_NOT_EXPORTED",
]);

/**
 * Whether a part of the program or a package is missing or damaged.
 * @type {(error: unknown) => boolean}
 */
export function isMissingPart(error) {
  return error instanceof Error && "code" in error && MISSING.has(String(error.code));
}

/**
 * The meaning of the operating system's error code; undefined for an unknown one.
 * @type {(code: string) => string | undefined}
 */
export function systemReason(code) {
  return KNOWN[code]?.reason;
}

/**
 * One line about an error of the operating system: path, reason and action; undefined for other
 * errors.
 * @type {(error: unknown) => string | undefined}
 */
export function systemErrorLine(error) {
  if (!(error instanceof Error && "code" in error && "syscall" in error)) return undefined;
  const known = KNOWN[String(error.code)];
  if (known === undefined) return error.message;
  const about = "path" in error ? error.path : error.syscall;
  return `${about}: ${known.reason}. ${known.action}.`;
}
