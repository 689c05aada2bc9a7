import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { readEnvironment, setupIsPublic } from "./environment.ts";
import { isSettingsError } from "./settings-error.ts";

const ROOT = "/srv/roost";
const STRONG = "kZ3v0bq9dTnX7rL2mWcY5hJf8sGpAeUi";

function linesOf(env: Record<string, string>): string[] {
  try {
    readEnvironment(env, ROOT);
  } catch (error) {
    if (isSettingsError(error)) return error.lines;
    throw error;
  }
  return [];
}

test("an empty environment gives the documented defaults", () => {
  expect(readEnvironment({}, ROOT)).toEqual({
    host: "127.0.0.1",
    port: 3000,
    publicUrl: "http://127.0.0.1:3000",
    publicUrlConfigured: false,
    configuredSecret: undefined,
    databaseUrl: "file:/srv/roost/data/roost.db",
    trustedProxies: [],
    setupTokenEnabled: false,
    setupCode: undefined,
    bcryptCost: 5,
    passwordBcryptCost: 12,
    rateLimit: { perMinute: 600, burst: 1200 },
    noticeWebhook: undefined,
    netbird: undefined,
    securityContact: undefined,
    logLevel: "info",
  });
});

test(".env.example lists every variable, with its default", () => {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
  const example = parseEnv(read("../../.env.example"));
  const known = [...read("./environment.ts").matchAll(/^ {4}([A-Z_]+):/gm)].map(([, name]) => name);
  expect(["NODE_ENV", ...Object.keys(example)].sort()).toEqual(known.sort());
  expect(readEnvironment(example as Record<string, string>, ROOT)).toEqual(
    readEnvironment({}, ROOT),
  );
});

test("an empty variable counts as unset", () => {
  expect(readEnvironment({ PORT: "", NEXTAUTH_SECRET: "" }, ROOT)).toEqual(
    readEnvironment({}, ROOT),
  );
});

test.each([
  ["ROOST_SETUP_CODE", "nineteen-characters"],
  ["ROOST_SETUP_CODE", "a".repeat(20)],
  ["ROOST_SETUP_CODE", "a blank in between them all"],
  ["PORT", "80a"],
  ["PORT", "0"],
  ["PORT", "65536"],
  ["PORT", "-1"],
  ["HOST", "a b"],
  ["DATABASE_URL", "mysql://localhost/roost"],
  ["DATABASE_URL", "file:"],
  ["DATABASE_URL", "file::memory:"],
  ["DATABASE_URL", "file:./roost.db?mode=ro"],
  ["NEXTAUTH_URL", "roost.example.com"],
  ["NEXTAUTH_URL", "https://roost.example.com/team"],
  ["NEXTAUTH_URL", "ftp://roost.example.com"],
  ["TRUSTED_PROXIES", "10.0.0.0/33"],
  ["TRUSTED_PROXIES", "10.0.0.1, proxy"],
  ["TRUSTED_PROXIES", "fd00::/129"],
  ["NB_SETUP_PAT_ENABLED", "perhaps"],
  ["BCRYPT_COST", "3"],
  ["BCRYPT_COST", "16"],
  ["PASSWORD_BCRYPT_COST", "12.5"],
  ["API_RATE_LIMIT_RPM", "many"],
  ["API_RATE_LIMIT_BURST", "0"],
  ["NOTICE_WEBHOOK_SECRET", "secret"],
  ["LOG_LEVEL", "loud"],
  ["SECURITY_CONTACT", "security@example.com"],
  ["SECURITY_CONTACT", "mailto:security"],
  ["SECURITY_CONTACT", "mailto:one@example.com,two@example.com"],
  ["SECURITY_CONTACT", "http://example.com/security"],
  ["SECURITY_CONTACT", "https://user:password@example.com/"],
  ["SECURITY_CONTACT", "mailto:security@example.com Contact: mailto:other@example.com"],
])("an invalid %s (%s) is refused with one line that names it", (name, value) => {
  const lines = linesOf({ [name]: value });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(new RegExp(`^${name} (must|is) .+$`));
});

test("the line contains the value found", () => {
  expect(linesOf({ PORT: "80a" })).toEqual([
    'PORT must be a whole number from 1 to 65535, not "80a"',
  ]);
});

test("each invalid variable is one line", () => {
  const lines = linesOf({ PORT: "x", LOG_LEVEL: "x", BCRYPT_COST: "x" });
  expect(lines.map((line) => line.split(" ")[0])).toEqual(["PORT", "BCRYPT_COST", "LOG_LEVEL"]);
});

test("no line contains a password or secret", () => {
  const lines = linesOf({
    NODE_ENV: "production",
    NEXTAUTH_SECRET: "hunter2",
    DATABASE_URL: "postgres:roost:hunter2@db",
    NEXTAUTH_URL: "https://roost:hunter2@example.com",
  });
  expect(lines.join()).not.toContain("hunter2");
  expect(linesOf({ NODE_ENV: "production", NEXTAUTH_SECRET: "hunter2" }).join()).not.toContain(
    "hunter2",
  );
});

test.each(["0.0.0.0", "::", "192.168.1.5", "roost.lan"])(
  "HOST %s requires NEXTAUTH_URL, since other machines reach it",
  (host) => {
    expect(linesOf({ HOST: host })).toEqual([
      `NEXTAUTH_URL is required when HOST (${host}) is not a loopback address`,
    ]);
    expect(linesOf({ HOST: host, NEXTAUTH_URL: "https://roost.example.com" })).toEqual([]);
  },
);

test.each([
  ["localhost", "http://localhost:3000"],
  ["127.0.0.2", "http://127.0.0.2:3000"],
  ["::1", "http://[::1]:3000"],
])("on the loopback host %s the public address is derived", (host, publicUrl) => {
  expect(readEnvironment({ HOST: host }, ROOT)).toMatchObject({ publicUrl });
});

test("NEXTAUTH_URL is kept without its trailing slash", () => {
  const found = readEnvironment({ NEXTAUTH_URL: "https://roost.example.com/" }, ROOT);
  expect(found).toMatchObject({
    publicUrl: "https://roost.example.com",
    publicUrlConfigured: true,
  });
});

test.each([
  "short",
  "0123456789012345678901234567890",
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "please-change-me-please-change-me-now",
  "replace-this-with-a-long-random-string",
])("the weak secret %s is refused in production only", (secret) => {
  expect(linesOf({ NODE_ENV: "production", NEXTAUTH_SECRET: secret })).toEqual([
    "NEXTAUTH_SECRET must be at least 32 random bytes; unset it to have one generated",
  ]);
  expect(linesOf({ NODE_ENV: "development", NEXTAUTH_SECRET: secret })).toEqual([]);
});

test("a strong secret is accepted in production", () => {
  const env = { NODE_ENV: "production", NEXTAUTH_SECRET: STRONG } as const;
  expect(readEnvironment(env, ROOT).configuredSecret).toBe(STRONG);
});

test("production refuses low hashing costs", () => {
  const cheap = { PASSWORD_BCRYPT_COST: "9" };
  expect(linesOf({ NODE_ENV: "production", ...cheap })).toEqual([
    'PASSWORD_BCRYPT_COST must be at least 10, not "9"',
  ]);
  expect(linesOf({ NODE_ENV: "test", ...cheap })).toEqual([]);
});

test.each([
  ["file:./x/roost.db", "file:/srv/roost/x/roost.db"],
  ["file:x/roost.db", "file:/srv/roost/x/roost.db"],
  ["file:/var/lib/roost.db", "file:/var/lib/roost.db"],
  ["file:///var/lib/roost.db", "file:/var/lib/roost.db"],
  ["postgresql://roost@db/roost", "postgresql://roost@db/roost"],
  ["postgres://roost@db/roost", "postgres://roost@db/roost"],
])("the database %s is the absolute %s", (given, expected) => {
  expect(readEnvironment({ DATABASE_URL: given }, ROOT).databaseUrl).toBe(expected);
});

test("proxies are separated by commas or blanks", () => {
  const list = "10.0.0.1, 10.1.0.0/16  ::1,fd00::/8";
  expect(readEnvironment({ TRUSTED_PROXIES: list }, ROOT).trustedProxies).toEqual([
    "10.0.0.1",
    "10.1.0.0/16",
    "::1",
    "fd00::/8",
  ]);
});

test.each([
  ["127.0.0.1", "http://127.0.0.1:3000", false],
  ["::1", "http://[::1]:3000", false],
  ["localhost", "http://roost.localhost:3000", false],
  ["127.0.0.1", "https://roost.example.test", true],
  ["127.0.0.1", "http://192.0.2.7:3000", true],
  ["127.0.0.1", "http://localhost.example.test", true],
  ["0.0.0.0", "http://127.0.0.1:3000", true],
  ["::", "http://localhost:3000", true],
])("on %s at %s the setup is public: %s", (host, publicUrl, isPublic) => {
  expect(setupIsPublic({ host, publicUrl })).toBe(isPublic);
});

test.each([
  "mailto:security@example.com",
  "mailto:security@example.com?subject=Roost",
  "https://example.com/security#report",
])("accepts the security contact %s", (securityContact) => {
  expect(readEnvironment({ SECURITY_CONTACT: securityContact }, ROOT)).toMatchObject({
    securityContact,
  });
});

test("a security contact has no second line, which would forge a field of security.txt", () => {
  const contact = "https://example.com/\nContact: mailto:other@example.com";
  expect(linesOf({ SECURITY_CONTACT: contact })).toHaveLength(1);
});
