import { type DestinationStream, destination, type Logger, pino, stdSerializers } from "pino";
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
const TOKEN_TEXT = /\b(nb[pir]_[0-9A-Za-z]{10})[0-9A-Za-z]{26}\b/g;

/** Characters that JSON does not escape and a terminal interprets: DEL, C1, bidi controls. */
const UNSAFE_IN_JSON = /[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const escaped = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Redacts by content, not by key: tokens and cookie values inside messages and stacks. */
function withoutSecrets(line: string): string {
  return line
    .replace(TOKEN_TEXT, "$1[redacted]")
    .replace(SECRET_COOKIE, "$1[redacted]")
    .replace(UNSAFE_IN_JSON, escaped);
}

/** A logger of JSON lines with tokens, passwords and cookies redacted. */
export function makeLogger(level: LogLevel, stream: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: KEY_PATHS, censor: "[redacted]" },
      serializers: { err: stdSerializers.errWithCause, error: stdSerializers.errWithCause },
      hooks: { streamWrite: withoutSecrets },
    },
    stream,
  );
}

/** The process's logger. Writes are synchronous, so that an exit loses no line. */
export function logger(): Logger {
  return globalSingleton("logger", () =>
    makeLogger(logLevel(), destination({ fd: 1, sync: true })),
  );
}
