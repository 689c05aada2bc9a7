import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, test } from "../fixtures/test.ts";
import { runProgram } from "./run-program.ts";

const EXPECTED = `\
found by search, two a page: shell-1 shell-2 shell-3
a new token answers 200
renamed to shell-one
then blocked, still shell-one
the token of a blocked user answers 403
in the group: shell-one
the old link answers 404, the new one 200
what befell the first: user.block user.group.add user.name.update user.unblock
would revoke 2, revoked 0
name,state
old,active
older,active
revoked 2 of 2
the same again: 409, it made the first
the token of a deleted user answers 401
left over: 0
`;

/** The real programs, each behind one that first writes down the arguments it was given. */
async function withArgumentsKept(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names) {
    const real = execFileSync("which", [name], { encoding: "utf8" }).trim();
    const file = join(folder, name);
    const kept = join(folder, "arguments");
    await writeFile(file, `#!/bin/sh\nprintf '%s\\n' "$@" >>'${kept}'\nexec '${real}' "$@"\n`);
    await chmod(file, 0o700);
  }
  return [folder, process.env.PATH].join(delimiter);
}

test("a bash script does the team's chores, and no secret is an argument of any program", async ({
  roost,
  owner,
}) => {
  const folder = await mkdtemp(join(tmpdir(), "roost-shell-"));
  const PATH = await withArgumentsKept(folder, ["curl", "jq", "sed"]);
  const env = { PATH, ROOST_URL: roost.url, ROOST_TOKEN: owner.token, TMPDIR: folder };
  const ran = await runProgram(join(import.meta.dirname, "shell/team.sh"), [], { env });
  expect(ran.stderr).toBe("");
  expect(ran.stdout).toBe(EXPECTED);
  expect(ran.code).toBe(0);
  const given = await readFile(join(folder, "arguments"), "utf8");
  expect(given).toContain("/api/users");
  expect(given).not.toMatch(/nb[pi]_/);
  await rm(folder, { recursive: true });
});

test("a bash script ends with an error that it prints when the token is malformed", async ({
  roost,
}) => {
  const env = { PATH: process.env.PATH ?? "", ROOST_URL: roost.url, ROOST_TOKEN: "nbp_wrong" };
  const ran = await runProgram(join(import.meta.dirname, "shell/team.sh"), [], { env });
  expect(ran.code).not.toBe(0);
  expect(ran.stderr).toContain("401");
});
