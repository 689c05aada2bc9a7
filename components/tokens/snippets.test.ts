import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operations } from "#lib/contract/operations.ts";
import { fileName, SELF_PATH } from "./snippet-texts.ts";
import { SNIPPETS, type SnippetUse } from "./snippets.ts";

const exec = promisify(execFile);
const TOKEN = "nbp_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz4IlJEz";
const NAME = "CI; rm -rf ~ 'Grüße'";
const FILE = "ci-rm-rf-gru-e";

/** What each program was given as arguments, and what it read. */
const RECORDER = `#!/bin/bash
{ printf '%s ' "$0" "$@"; [ -t 0 ] || cat; echo; } >>"$RECORD"`;

let folder: string;
let origin: string;
const seen: (string | undefined)[] = [];
const server = createServer((request, response) => {
  seen.push(`${request.url} ${request.headers.authorization}`);
  response.end("[]");
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), "roost-snippets-"));
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const use = (more: Partial<SnippetUse> = {}): SnippetUse => ({
  token: TOKEN,
  origin,
  name: NAME,
  ...more,
});

/** The texts of a snippet, in their order. */
function textsOf(id: string, more: Partial<SnippetUse> = {}): string[] {
  const found = SNIPPETS.find((snippet) => snippet.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found.parts(use(more)).map(({ text }) => text);
}

/** Runs lines of bash that are asked for the token, and pastes it; answers what they print. */
async function bash(script: string, env: Record<string, string> = {}): Promise<string> {
  const given = { PATH: process.env.PATH ?? "", NODE_ENV: "test" as const, ...env };
  const running = exec("bash", ["-euo", "pipefail", "-c", script], { cwd: folder, env: given });
  // A script that asks for nothing ends without having read it.
  running.child.stdin?.on("error", () => undefined).end(`${TOKEN}\n`);
  return (await running).stdout;
}

/** Puts recorders in place of programs; answers the environment to run with. */
async function recorded(names: string[]) {
  for (const name of names) {
    await writeFile(join(folder, name), RECORDER);
    await chmod(join(folder, name), 0o700);
  }
  const record = join(folder, `record-${names.join("-")}`);
  return {
    env: { PATH: [folder, process.env.PATH].join(delimiter), RECORD: record },
    output: async () => (await readFile(record, "utf8")).replaceAll(`${folder}/`, ""),
  };
}

describe("run by a real shell and curl, the request has the token", () => {
  const CALL = `/api/tokens/self Token ${TOKEN}`;

  test("the quick test", async () => {
    const [command = ""] = textsOf("curl");
    expect(command).toBe(`curl -H "Authorization: Token ${TOKEN}" ${origin}/api/tokens/self`);
    expect(await bash(command)).toBe("[]");
    expect(seen.at(-1)).toBe(CALL);
    const [placed = ""] = textsOf("curl", { token: null });
    await bash(placed, { ROOST_TOKEN: TOKEN });
    expect(seen.at(-1)).toBe(CALL);
  });

  test("the two shell lines, and no process has the token as an argument", async () => {
    const script = textsOf("shell").join("\n");
    expect(await bash(script)).toBe("Token: []");
    expect(seen.at(-1)).toBe(CALL);
    const { env, output } = await recorded(["curl"]);
    await bash(script, env);
    const [arguments_, read] = (await output()).split("Authorization:");
    expect(arguments_).toBe(`curl -H @- ${origin}/api/tokens/self `);
    expect(read).toBe(` Token ${TOKEN}\n\n`);
    await rm(join(folder, "curl"));
  });

  test("the file of curl -K, with mode 600 by its command", async () => {
    const [content = "", mode = "", command = ""] = textsOf("curl-file");
    await writeFile(join(folder, `${FILE}.curlrc`), content);
    expect(await bash(`${mode}\n${command}`)).toBe("[]");
    expect(seen.at(-1)).toBe(CALL);
    expect((await stat(join(folder, `${FILE}.curlrc`))).mode & 0o777).toBe(0o600);
    expect(command).not.toContain(TOKEN);
  });

  test("the scripts of the GitHub step and the GitLab job", async () => {
    for (const [id, at] of [
      ["github", 1],
      ["gitlab", 2],
    ] as const) {
      const yaml = textsOf(id)[at] ?? "";
      const script = yaml.slice(yaml.indexOf("|\n") + 2);
      expect(await bash(script, { ROOST_URL: origin, ROOST_TOKEN: TOKEN }), id).toBe("[]");
      expect(seen.at(-1), id).toBe(CALL);
    }
  });
});

test(".env works in Node and in a shell, and its mode is 600", async () => {
  const [content = "", mode = ""] = textsOf("env", { origin: "http://[::1]:3000" });
  const file = `${FILE}.env`;
  await writeFile(join(folder, file), content, { mode: 0o644 });
  await bash(mode);
  expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  const expected = ["http://[::1]:3000", TOKEN].join(" ");
  const print = "console.log(process.env.ROOST_URL, process.env.ROOST_TOKEN)";
  const node = await exec(process.execPath, [`--env-file=${file}`, "-e", print], { cwd: folder });
  expect(node.stdout.trim()).toBe(expected);
  expect(await bash(`. ./${file}; printf '%s %s' "$ROOST_URL" "$ROOST_TOKEN"`)).toBe(expected);
});

test("gh prompts for the token, glab reads it, and neither has it as an argument", async () => {
  const gh = await recorded(["gh"]);
  await bash(textsOf("github")[0] ?? "", gh.env);
  expect(await gh.output()).toMatch(
    new RegExp(`^gh variable set ROOST_URL --body ${origin} .*\\ngh secret set ROOST_TOKEN `, "s"),
  );
  const glab = await recorded(["glab"]);
  const [address = "", token = ""] = textsOf("gitlab");
  await bash(`${address} </dev/null\n${token}`, glab.env);
  expect(await glab.output()).toBe(
    `glab variable set ROOST_URL ${origin} \nglab variable set ROOST_TOKEN --masked ${TOKEN}\n`,
  );
});

test("ansible-vault prompts for the token and appends it", async () => {
  const [command = ""] = textsOf("ansible");
  const vault = await recorded(["ansible-vault"]);
  await bash(`(${command}) </dev/null`, vault.env);
  expect(await vault.output()).toBe(
    "ansible-vault encrypt_string --ask-vault-pass --prompt --name roost_token \n",
  );
  expect((await stat(join(folder, "group_vars/all/roost.yml"))).isFile()).toBe(true);
});

test.each(["shell", "terraform", "python"])(
  "%s: what asks for the token exports it",
  async (id) => {
    const asking = textsOf(id).find((text) => text.includes("read -rs")) ?? "";
    expect(asking).not.toContain("\n");
    const variable = id === "terraform" ? "TF_VAR_roost_token" : "ROOST_TOKEN";
    expect(await bash(`${asking}\nprintenv ${variable}`)).toBe(`Token: ${TOKEN}\n`);
  },
);

test("the Terraform block quotes the URL and reads the token from its variable", () => {
  const [block = ""] = textsOf("terraform", { origin: "https://roost.test" });
  expect(block).toContain('source = "netbirdio/netbird"');
  expect(block).toContain('management_url = "https://roost.test"');
  expect(block).toContain("token          = var.roost_token");
  expect(block).toMatch(/variable "roost_token" {\n {2}type {6}= string\n {2}sensitive = true\n}/);
  expect(block.match(/{/g)).toHaveLength(block.match(/}/g)?.length ?? 0);
});

test("the Ansible task quotes URL and header, and keeps them out of the output", () => {
  const task = textsOf("ansible")[1] ?? "";
  expect(task).toContain(`    url: "${origin}/api/tokens/self"\n`);
  expect(task).toContain('    headers:\n      Authorization: "Token {{ roost_token }}"\n');
  expect(task).toContain("\n  no_log: true");
  expect(task).not.toContain("\t");
});

test("the Python script reads the token from the environment", () => {
  const script = textsOf("python")[1] ?? "";
  expect(script).toContain(`    "${origin}/api/tokens/self",\n`);
  expect(script).toContain('{"Authorization": "Token " + os.environ["ROOST_TOKEN"]}');
});

test("quotes the brackets of an IPv6 address for shells", async () => {
  const more = { origin: "http://[::1]:3000" };
  const address = "http://[::1]:3000/api/tokens/self";
  for (const id of ["curl", "shell", "curl-file"]) {
    expect(textsOf(id, more).at(-1), id).toContain(` '${address}'`);
  }
  expect(textsOf("github", more)[0]).toContain("--body 'http://[::1]:3000'\n");
  expect(textsOf("gitlab", more)[0]).toContain("ROOST_URL 'http://[::1]:3000'");
});

test("only the quick test and the two files contain the token", () => {
  const all = (token: string | null) =>
    SNIPPETS.flatMap(({ id, parts }) =>
      parts(use({ token })).flatMap(({ text, file }) =>
        text.includes(TOKEN) ? [file ?? `${id}: ${text.slice(0, 4)}`] : [],
      ),
    );
  expect(all(TOKEN)).toEqual(["curl: curl", `${FILE}.env`, `${FILE}.curlrc`]);
  expect(all(null)).toEqual([]);
  expect(textsOf("env", { token: null })[0]).toContain("\nROOST_TOKEN=<your token>\n");
});

test("the call of the snippets needs no scope", () => {
  const called = Object.values(operations).find(
    ({ method, path }) => method === "GET" && path === SELF_PATH,
  );
  expect(called).toHaveProperty("scope", "none");
});

test("labels within a snippet are unique, since they name the copy buttons", () => {
  for (const { id, parts } of SNIPPETS) {
    const labels = parts(use()).map(({ label }) => label);
    expect(new Set(labels).size, id).toBe(labels.length);
  }
});

test.each([
  ["ci-deploy", "ci-deploy"],
  ["../../etc/passwd", "etc-passwd"],
  ["Nächtliche Sicherung", "nachtliche-sicherung"],
  ["日本語", "roost"],
  ["", "roost"],
  ["-", "roost"],
  [`${"a".repeat(39)} b`, "a".repeat(39)],
])("a file for %j is named %s", (name, file) => {
  expect(fileName(name)).toBe(file);
});
