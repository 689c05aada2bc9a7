import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { readEnvironment } from "./environment.ts";
import { loadSettings } from "./settings.ts";
import { isSettingsError } from "./settings-error.ts";

const TOKEN = "nbp_opaque-to-Roost";
const [AUTHORITY = "", OTHER = ""] = rootCertificates;

function linesOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (isSettingsError(error)) return error.lines;
    throw error;
  }
  return [];
}

const serverAt = (url: string, token = TOKEN) =>
  readEnvironment({ NETBIRD_URL: url, NETBIRD_TOKEN: token }, "/").netbird;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "roost-authority-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

const withFile = (root: string, file: string) =>
  loadSettings(
    {
      ...{ NEXTAUTH_SECRET: "s", DATABASE_URL: "postgresql://db/roost" },
      ...{ NETBIRD_URL: "https://netbird.test", NETBIRD_TOKEN: TOKEN, NETBIRD_CA_FILE: file },
    },
    root,
  ).netbird;

test.each([
  ["https://netbird.example.test", "https://netbird.example.test"],
  ["https://NetBird.example.test:33073/", "https://netbird.example.test:33073"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ["http://[::1]:8080", "http://[::1]:8080"],
  ["http://localhost", "http://localhost"],
])("NETBIRD_URL %s is the server %s", (url, origin) => {
  expect(serverAt(url)).toEqual({ url: origin, token: TOKEN, caFile: undefined });
});

test.each([
  "netbird.example.test",
  "ftp://netbird.example.test",
  "https://netbird.example.test/api",
  "https://netbird.example.test?account=1",
  "https://hunter2@netbird.example.test",
  "https://a:hunter2@netbird.example.test",
])("the address %s is refused in one line without it", (url) => {
  expect(linesOf(() => serverAt(url))).toEqual([
    "NETBIRD_URL must be an https:// address without user, path and query",
  ]);
});

test.each(["http://netbird.example.test", "http://10.0.0.1", "http://localhost.example.test"])(
  "%s is refused: the token would travel in the clear",
  (url) => {
    expect(linesOf(() => serverAt(url))).toEqual([
      "NETBIRD_URL must be an https:// address: http:// is for this machine only",
    ]);
  },
);

test("an address needs a token, and a token alone changes nothing", () => {
  expect(linesOf(() => serverAt("https://netbird.test", ""))).toEqual([
    "NETBIRD_TOKEN is required when NETBIRD_URL is set",
  ]);
  expect(readEnvironment({ NETBIRD_TOKEN: TOKEN }, "/").netbird).toBeUndefined();
});

test.each(["two words", "line\nbreak", "nbp_ü"])("the token %j is refused, unseen", (token) => {
  expect(linesOf(() => serverAt("https://netbird.test", token))).toEqual([
    "NETBIRD_TOKEN must be visible ASCII characters without blanks",
  ]);
});

test("NETBIRD_CA_FILE is read relative to the checkout, text around certificates is dropped", () => {
  const root = folder();
  writeFileSync(join(root, "ca.pem"), `Our authority\n${AUTHORITY}\nanother\n${OTHER}\n`);
  expect(withFile(root, "ca.pem")?.ca).toBe(`${AUTHORITY}\n${OTHER}`);
});

test.each([
  ["missing.pem", undefined, "cannot be read (ENOENT)"],
  ["key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n", "contains no PEM certificate"],
  ["half.pem", AUTHORITY.replace(/[^\n-]{64}\n/, ""), "contains a damaged certificate"],
])("the file %s is refused in one line that names the variable", (name, content, reason) => {
  const root = folder();
  if (content !== undefined) writeFileSync(join(root, name), content);
  expect(linesOf(() => withFile(root, name))).toEqual([
    `NETBIRD_CA_FILE ${join(root, name)} ${reason}`,
  ]);
});
