import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startInstallation } from "../fixtures/installation.ts";
import { removeFolder } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";
import { runProgram } from "./run-program.ts";

const PAGE = "docs/curl.md";
const ADDRESS_IN_DOCS = "http://127.0.0.1:3000";
const OWNER = {
  OWNER_EMAIL: "owner@example.test",
  OWNER_NAME: "Owner",
  OWNER_PASSWORD: 'a "quoted" $password',
};

type Snippet = { language: string; code: string; line: number };

/** The fenced snippets of a page with the line each begins at. */
async function snippetsOf(page: string): Promise<Snippet[]> {
  const text = await readFile(join(import.meta.dirname, "../..", page), "utf8");
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ 1: language, 2: code, index }) => ({
    language: language ?? "",
    code: code ?? "",
    line: text.slice(0, index).split("\n").length,
  }));
}

/** One script of all of them, as one who pastes them into one shell; a failed one is named. */
function scriptOf(snippets: Snippet[], url: string): string {
  const parts = snippets.map(({ code, line }) => `snippet=${line}\n${code}`);
  const onError = `trap 'echo "${PAGE}:$snippet: line failed" >&2' ERR`;
  return ["set -Eeuo pipefail", onError, ...parts].join("\n").replaceAll(ADDRESS_IN_DOCS, url);
}

test("every snippet of docs/curl.md does what the page says, pasted from top to bottom", async () => {
  const server = await startInstallation();
  const snippets = await snippetsOf(PAGE);
  const shell = snippets.filter(({ language }) => language === "sh");
  const node = snippets.filter(({ language }) => language === "js");
  expect(shell.length + node.length, "other languages are not run here").toBe(snippets.length);
  expect([shell.length, node.length]).toEqual([13, 1]);

  const folder = await mkdtemp(join(tmpdir(), "roost-docs-"));
  const env = { PATH: process.env.PATH ?? "", HOME: folder, ...OWNER };
  await writeFile(join(folder, "page.sh"), scriptOf(shell, server.url));
  const ran = await runProgram("bash", ["page.sh"], { env, cwd: folder });
  expect(ran.stderr).toBe("");
  expect(ran.code).toBe(0);
  for (const output of ["\ndeploy-eu\n", "\nblocked\n", "1 would go: ci\n1\n", "ci-new\tnever\n"]) {
    expect(ran.stdout).toContain(output);
  }
  expect(await readFile(join(folder, "tokens.csv"), "utf8")).toContain("setup-token");
  expect(await readFile(join(folder, "deploy.token"), "utf8")).toMatch(/^nbp_\w{36}\n$/);
  expect(await readFile(join(folder, "invite.token"), "utf8")).toMatch(/^nbi_\w{36}\n$/);

  await writeFile(join(folder, "page.mjs"), node[0]?.code ?? "");
  const given = { ROOST_URL: server.url, ROOST_HEADER: join(folder, ".roost-header") };
  const listed = await runProgram(process.execPath, ["page.mjs"], { env: given, cwd: folder });
  // What the shell's part made it has deleted.
  expect(listed).toEqual({ code: 0, stdout: "Owner\towner\n", stderr: "" });
  expect(await server.stop()).toBe(0);
  await removeFolder(server);
  await rm(folder, { recursive: true });
});
