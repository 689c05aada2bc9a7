import { isIP } from "node:net";
import { z } from "zod";
import { absoluteDatabaseUrl, databaseUrlError } from "./database-address.ts";
import { isLoopback, namesLoopback } from "./loopback.ts";
import { netbirdServerOf, netbirdToken, netbirdUrl } from "./netbird-server.ts";
import {
  type NoticeWebhook,
  noticeWebhookOf,
  webhookSecret,
  webhookUrl,
} from "./notice-webhook.ts";
import { securityContact } from "./security-contact.ts";
import { SettingsError } from "./settings-error.ts";

/** The validated environment, before any file access: the secret may be missing. */
export type Environment = {
  host: string;
  port: number;
  publicUrl: string;
  publicUrlConfigured: boolean;
  configuredSecret: string | undefined;
  databaseUrl: string;
  trustedProxies: string[];
  setupTokenEnabled: boolean;
  /** Undefined: if setup needs a code, the server prints one at start. */
  setupCode: string | undefined;
  bcryptCost: number;
  passwordBcryptCost: number;
  rateLimit: { perMinute: number; burst: number };
  /** Undefined: notices are off. */
  noticeWebhook: NoticeWebhook | undefined;
  /** Undefined: Roost is by itself, without a NetBird server behind it. */
  netbird: ReturnType<typeof netbirdServerOf>;
  /** Undefined: there is no security.txt. */
  securityContact: string | undefined;
  logLevel: LogLevel;
};

/** The process's variables. */
export type Variables = Record<string, string | undefined>;

export type LogLevel = z.output<typeof logLevel>;

const SWITCH = new Map([
  ["true", true],
  ["1", true],
  ["on", true],
  ["yes", true],
  ["false", false],
  ["0", false],
  ["off", false],
  ["no", false],
]);
const MAY_HOLD_SECRETS = new Set([
  "DATABASE_URL",
  "NEXTAUTH_URL",
  "NEXTAUTH_SECRET",
  "ROOST_SETUP_CODE",
  "NOTICE_WEBHOOK_URL",
  "NOTICE_WEBHOOK_SECRET",
  "NETBIRD_URL",
  "NETBIRD_TOKEN",
]);
const EXAMPLE_SECRET = /change[-_ ]?me|replace|example|your[-_ ]|secret|password/i;
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

function wholeNumber(least: number, most: number, fallback: number) {
  const wanted = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, wanted)
    .transform(Number)
    .refine((value) => value >= least && value <= most, wanted)
    .default(fallback);
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || HOST_NAME.test(text);
}

function isWebOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname, search, hash } = new URL(text);
  const web = protocol === "http:" || protocol === "https:";
  return web && `${username}${password}${search}${hash}` === "" && pathname === "/";
}

function isAddressOrRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

/** Whether a secret can be guessed: short, from an example, or with few distinct characters. */
function isWeakSecret(text: string): boolean {
  return Buffer.byteLength(text) < 32 || new Set(text).size < 10 || EXAMPLE_SECRET.test(text);
}

/** Whether other machines may reach the setup, directly or through a proxy. */
export function setupIsPublic({ host, publicUrl }: { host: string; publicUrl: string }): boolean {
  return !isLoopback(host) || !namesLoopback(publicUrl);
}

const logLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
  error: "must be one of fatal, error, warn, info, debug, trace, silent",
});

const proxies = z
  .string()
  .default("")
  .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ""))
  .refine((list) => list.every(isAddressOrRange), {
    error: "must be IP addresses or CIDR ranges, separated by commas",
  });

const variables = z
  .object({
    NODE_ENV: z.string().optional(),
    HOST: z.string().refine(isHost, "must be an IP address or a host name").default("127.0.0.1"),
    PORT: wholeNumber(1, 65535, 3000),
    DATABASE_URL: z
      .string()
      .superRefine((url, context) => {
        const message = databaseUrlError(url);
        if (message !== undefined) context.addIssue({ code: "custom", message });
      })
      .default("file:./data/roost.db"),
    NEXTAUTH_URL: z
      .string()
      .refine(isWebOrigin, "must be an http:// or https:// address without a path")
      .optional(),
    NEXTAUTH_SECRET: z.string().optional(),
    TRUSTED_PROXIES: proxies,
    NB_SETUP_PAT_ENABLED: z
      .string()
      .default("false")
      .transform((text) => SWITCH.get(text.toLowerCase()))
      .refine((value) => value !== undefined, "must be true or false"),
    ROOST_SETUP_CODE: z
      .string()
      .regex(/^[\x21-\x7e]{20,64}$/, "must be 20 to 64 visible ASCII characters")
      .refine((code) => new Set(code).size >= 8, "must have at least 8 different characters")
      .optional(),
    BCRYPT_COST: wholeNumber(4, 15, 5),
    PASSWORD_BCRYPT_COST: wholeNumber(4, 15, 12),
    API_RATE_LIMIT_RPM: wholeNumber(0, 1_000_000, 600),
    API_RATE_LIMIT_BURST: wholeNumber(1, 1_000_000, 1200),
    NOTICE_WEBHOOK_URL: webhookUrl,
    NOTICE_WEBHOOK_SECRET: webhookSecret,
    NETBIRD_URL: netbirdUrl,
    NETBIRD_TOKEN: netbirdToken,
    NETBIRD_CA_FILE: z.string().optional(),
    SECURITY_CONTACT: securityContact,
    LOG_LEVEL: logLevel.default("info"),
  })
  .superRefine((env, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [name], message });
    if (env.NEXTAUTH_URL === undefined && isHost(env.HOST) && !isLoopback(env.HOST)) {
      refuse("NEXTAUTH_URL", `is required when HOST (${env.HOST}) is not a loopback address`);
    }
    if (env.NOTICE_WEBHOOK_URL !== undefined && env.NOTICE_WEBHOOK_SECRET === undefined) {
      refuse("NOTICE_WEBHOOK_SECRET", "is required when NOTICE_WEBHOOK_URL is set");
    }
    if (env.NETBIRD_URL !== undefined && env.NETBIRD_TOKEN === undefined) {
      refuse("NETBIRD_TOKEN", "is required when NETBIRD_URL is set");
    }
    if (env.NODE_ENV !== "production") return;
    if (env.NEXTAUTH_SECRET !== undefined && isWeakSecret(env.NEXTAUTH_SECRET)) {
      refuse("NEXTAUTH_SECRET", "must be at least 32 random bytes; unset it to have one generated");
    }
    if (env.PASSWORD_BCRYPT_COST < 10) refuse("PASSWORD_BCRYPT_COST", "must be at least 10");
  });

/**
 * The variables that are set. If an env file begins with a byte-order mark, the name of its first
 * variable has it; a variable set without the mark takes precedence.
 */
function withoutMark(env: Variables): Variables {
  const set = Object.entries(env).filter(([, value]) => value !== "");
  const marked = set.filter(([name]) => name.startsWith("\ufeff"));
  return {
    ...Object.fromEntries(marked.map(([name, value]) => [name.slice(1), value])),
    ...Object.fromEntries(set.filter(([name]) => !name.startsWith("\ufeff"))),
  };
}

/** Includes the value unless the variable is secret or may contain a password. */
function lineOf(name: string, message: string, given: Variables): string {
  const value = MAY_HOLD_SECRETS.has(name) ? undefined : given[name];
  return `${name} ${message}${value === undefined ? "" : `, not ${JSON.stringify(value)}`}`;
}

/** The names of all supported variables. */
export const variableNames = (): string[] => Object.keys(variables.shape);

/**
 * Validates the environment and applies the defaults; relative paths are resolved against `root`.
 * An empty variable counts as unset. Throws a SettingsError with one line per bad variable.
 */
export function readEnvironment(env: Variables, root: string): Environment {
  const given = withoutMark(env);
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map(({ path, message }) => lineOf(path.join("."), message, given)),
    );
  }
  const found = parsed.data;
  const shownHost = isIP(found.HOST) === 6 ? `[${found.HOST}]` : found.HOST;
  return {
    host: found.HOST,
    port: found.PORT,
    publicUrl: new URL(found.NEXTAUTH_URL ?? `http://${shownHost}:${found.PORT}`).origin,
    publicUrlConfigured: found.NEXTAUTH_URL !== undefined,
    configuredSecret: found.NEXTAUTH_SECRET,
    databaseUrl: absoluteDatabaseUrl(found.DATABASE_URL, root),
    trustedProxies: found.TRUSTED_PROXIES,
    setupTokenEnabled: found.NB_SETUP_PAT_ENABLED === true,
    setupCode: found.ROOST_SETUP_CODE,
    bcryptCost: found.BCRYPT_COST,
    passwordBcryptCost: found.PASSWORD_BCRYPT_COST,
    rateLimit: { perMinute: found.API_RATE_LIMIT_RPM, burst: found.API_RATE_LIMIT_BURST },
    noticeWebhook: noticeWebhookOf(found.NOTICE_WEBHOOK_URL, found.NOTICE_WEBHOOK_SECRET),
    netbird: netbirdServerOf(found.NETBIRD_URL, found.NETBIRD_TOKEN, found.NETBIRD_CA_FILE),
    securityContact: found.SECURITY_CONTACT,
    logLevel: found.LOG_LEVEL,
  };
}
