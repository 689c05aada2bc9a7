import {
  type DestinationStream,
  destination,
  type Logger,
  type LoggerOptions,
  pino,
  stdSerializers,
} from "pino";
import { SECRET_COOKIE } from "#lib/config/cookie-names.ts";
import type { LogLevel } from "#lib/config/environment.ts";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { logLevel } from "#lib/config/settings.ts";

const SECRET_KEYS = [
  "authorization",
  "cookie",
  "set-cookie",
  "password",
  "old_password",
  "new_password",
  "token",
  "plain_token",
  "plainToken",
  "invite_token",
  "inviteToken",
  "reset_token",
  "resetToken",
  "personal_access_token",
  "setup_code",
  "secret",
  "hash",
  "hashed_token",
  "passwordHash",
];
const KEY_PATHS = SECRET_KEYS.map((key) => `["${key}"]`).flatMap((key) => [
  key,
  `*${key}`,
  `*.*${key}`,
]);

/** Also within a word: an address may have a letter or digit on either side. */
const TOKEN_TEXT = /(nb[pir]_[0-9A-Za-z]{10})[0-9A-Za-z]{26}/g;

/** The text with the secret part of each token in it redacted. */
export const withoutTokens = (text: string): string => text.replace(TOKEN_TEXT, "$1[redacted]");

/** Characters that JSON does not escape and a terminal interprets: DEL, C1, bidi controls. */
const UNSAFE_IN_JSON = /[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const escaped = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Redacts by content, not by key: tokens and cookie values inside messages and stacks. */
function withoutSecrets(line: string): string {
  return withoutTokens(line)
    .replace(SECRET_COOKIE, "$1[redacted]")
    .replace(UNSAFE_IN_JSON, escaped);
}

/** The number of the level in pino. */
const WARN = 40;

type LogStream = DestinationStream & { flushSync?: () => void };

const options = (level: LogLevel, stream: LogStream): LoggerOptions => ({
  level,
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
  serializers: { err: stdSerializers.errWithCause, error: stdSerializers.errWithCause },
  hooks: {
    streamWrite: withoutSecrets,
    logMethod(args, method, lineLevel) {
      method.apply(this, args);
      // A process that is killed must not lose the line that says why.
      if (lineLevel >= WARN) stream.flushSync?.();
    },
  },
});

/** A logger of JSON lines with tokens, passwords and cookies redacted. */
export function makeLogger(level: LogLevel, stream: LogStream): Logger {
  const redact = { paths: KEY_PATHS, censor: "[redacted]" };
  return pino({ ...options(level, stream), redact }, stream);
}

/**
 * A logger of lines whose fields never contain a secret by their name, as in the access log: the
 * search for those fields costs more than everything else. Secrets in values are redacted, too.
 */
export function makePlainLogger(level: LogLevel, stream: LogStream): Logger {
  return pino(options(level, stream), stream);
}

/** Lines are written together, at the latest after this time. */
const FLUSH_MS = 100;
const BUFFER_BYTES = 8 * 1024;

/** Lines that wait for a full disk to have space again; later ones are dropped. */
const WAITING_MAX_BYTES = 1024 * 1024;

/**
 * Standard output. Writes are synchronous, and an exit loses no line. Without a reader or space on
 * the disk, lines are lost and the process continues.
 */
function standardOutput() {
  return globalSingleton("log-stream", () => {
    const limits = { minLength: BUFFER_BYTES, maxLength: WAITING_MAX_BYTES };
    const stream = destination({ fd: 1, sync: true, periodicFlush: FLUSH_MS, ...limits });
    // The library's own repeats a failed write forever, which would stop the whole process.
    Object.assign(stream, { flushSync: () => stream.flush() });
    stream.on("error", () => {});
    process.on("exit", () => stream.flushSync());
    return stream;
  });
}

/** The process's logger. */
export function logger(): Logger {
  return globalSingleton("logger", () => makeLogger(logLevel(), standardOutput()));
}

/** The process's access log. */
export function accessLogger(): Logger {
  return globalSingleton("access-logger", () => makePlainLogger(logLevel(), standardOutput()));
}
