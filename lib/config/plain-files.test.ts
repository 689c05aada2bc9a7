import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assertPlainFiles } from "./plain-files.ts";
import { isSettingsError } from "./settings-error.ts";
import { strangeVariables } from "./strange-variables.ts";

const folder = mkdtempSync(join(tmpdir(), "roost-plain-files-"));
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");

/** The settings of a process started with this file, or its error. */
function settingsWith(name: string, content: string | Buffer, ...options: string[]) {
  const file = join(folder, name);
  writeFileSync(file, content);
  const script = `
    import { settings } from "./lib/config/settings.ts";
    import { reportFailure } from "./lib/cli/command-error.ts";
    try {
      console.log(JSON.stringify([settings().port, settings().databaseUrl]));
    } catch (error) {
      reportFailure(error);
    }`;
  const given = options.length > 0 ? [...options, file] : [`--env-file=${file}`];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...given, "--input-type=module", "-e", script],
    { encoding: "utf8", env: { PATH: process.env.PATH, NODE_ENV: "test" } },
  );
  return { stdout: stdout.trim(), stderr: stderr.trim(), status };
}

test.each(["DATABASE_URL", "PORT"])(
  "a file with a byte-order mark sets %s, its first variable",
  (first) => {
    const values = { DATABASE_URL: `file:${folder}/marked.db`, PORT: "4321" };
    const lines = Object.entries(values)
      .sort(([name]) => (name === first ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`);
    const { stdout, stderr } = settingsWith(`${first}.env`, `\ufeff${lines.join("\r\n")}\r\n`);
    expect([stderr, stdout]).toEqual(["", JSON.stringify([4321, `file:${folder}/marked.db`])]);
  },
);

test.each([
  ["with a mark", utf16("PORT=4321\n")],
  ["big-endian", Buffer.from(utf16("PORT=4321\n")).swap16()],
  ["without a mark", Buffer.from("PORT=4321\n", "utf16le")],
])("an env file in UTF-16 %s is refused in one line", (_, content) => {
  for (const options of [[], ["--env-file"], ["--env-file-if-exists"]]) {
    const { stdout, stderr, status } = settingsWith("wide.env", content, ...options);
    expect(stderr).toMatch(/^--env-file\S*: \S+wide\.env is not UTF-8 .*Save it as UTF-8$/);
    expect([stdout, status]).toEqual(["", 1]);
  }
});

test("refuses certificates in UTF-16 and names the setting; other formats are left to the driver", () => {
  const wide = join(folder, "wide.pem");
  writeFileSync(wide, utf16("-----BEGIN CERTIFICATE-----\n"));
  const linesOf = (env: Record<string, string>) => {
    try {
      assertPlainFiles(env, []);
    } catch (error) {
      if (isSettingsError(error)) return error.lines.map((line) => line.split(":")[0]);
      throw error;
    }
    return [];
  };
  const url = (file: string) => `postgresql://u@h/d?sslrootcert=${encodeURIComponent(file)}`;
  expect(linesOf({ DATABASE_URL: url(wide) })).toEqual(["sslrootcert of DATABASE_URL"]);
  for (const name of ["NODE_EXTRA_CA_CERTS", "NETBIRD_CA_FILE"]) {
    expect(linesOf({ [name]: wide })).toEqual([name]);
  }
  expect(linesOf({ DATABASE_URL: url(join(folder, "missing.pem")) })).toEqual([]);
});

test.each([
  ["DATABSE_URL", "Did you mean DATABASE_URL?"],
  ["database_url", "Did you mean DATABASE_URL?"],
  ["TRUSTED_PROXY", undefined],
  ["TRUSTED_PROXYS", "Did you mean TRUSTED_PROXIES?"],
  ["NEXTAUTH_SECERT", "Did you mean NEXTAUTH_SECRET?"],
  ["NB_SETUP_PAT_ENABLE", "Did you mean NB_SETUP_PAT_ENABLED?"],
  ["NB_MANAGEMENT_URL", "Roost knows none of that name"],
  ["ROOST_DATABASE", "Roost knows none of that name"],
  ["ROOST_TOKEN", undefined],
  ["PATH", undefined],
  ["POST", undefined],
  ["HOSTS", undefined],
  ["DATABASE_URL", undefined],
])("the warning for the variable %s is: %s", (name, said) => {
  const lines = strangeVariables({ [name]: "a secret value" });
  expect(lines).toEqual(said === undefined ? [] : [expect.stringContaining(said)]);
  expect(lines.join()).not.toContain("a secret value");
});

test("a name close to a variable that is set causes no warning", () => {
  expect(strangeVariables({ DATABASE_URL: "file:a", DATABASE_URL2: "file:b" })).toEqual([]);
});
