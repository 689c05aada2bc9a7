import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember } from "#lib/dev/testing/team.ts";

/** A server that answers calls of the API that it gets as messages. */
const SERVE = `(async () => {
  const { settings } = await import("#lib/config/settings.ts");
  const { useDatabase } = await import("#lib/db/database.ts");
  const { openDatabase } = await import("#lib/db/open-database.ts");
  const { callApi } = await import("#lib/dev/testing/api.ts");
  useDatabase(await openDatabase(settings().databaseUrl));
  process.on("message", async ([method, path, given]) => {
    const { status, body } = await callApi(method, path, given);
    process.send({ status, body });
  });
  process.send("ready");
})()`;

type Answer = { status: number; body: { plain_token: string } };
type Given = { token?: string; body?: object; headers?: Record<string, string> };

async function startProcess(url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--eval", SERVE], {
    cwd: repositoryRoot(),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: "test", LOG_LEVEL: "fatal", BCRYPT_COST: "4" },
      ...{ DATABASE_URL: url, NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET ?? "x".repeat(48) },
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "message");
  return child;
}

const step = fc.record({
  act: fc.constantFrom("rotate", "rotate", "use", "use", "use", "disable", "enable", "crash"),
  second: fc.boolean(),
  now: fc.boolean(),
  overlap: fc.constantFrom(0, 3600),
  which: fc.nat({ max: 20 }),
});

test("two processes, of which some are killed, accept the secrets that the model accepts", async () => {
  useTestSettings();
  const { url } = await freshDatabase();
  const account = await seedAccount();
  const owner = await seedMember(account, { role: "owner" });
  const machine = await seedMember(account, { role: "admin", isServiceUser: true });
  const { token } = owner;
  const place = `/api/users/${machine.id}/tokens/${machine.tokenId}`;
  const processes = [await startProcess(url), await startProcess(url)];
  const call = async (at: number, method: string, path: string, given: Given) => {
    const child = processes[at] as ChildProcess;
    child.send([method, path, given]);
    return (await once(child, "message"))[0] as Answer;
  };
  const model = {
    current: machine.token,
    ...{ pending: null as string | null, overlap: 0, ending: null as string | null },
    ...{ ended: [] as string[], disabled: false },
  };
  const replace = (next: string, overlap: number) => {
    if (model.ending) model.ended.push(model.ending);
    model.ending = overlap > 0 ? model.current : null;
    if (overlap === 0) model.ended.push(model.current);
    Object.assign(model, { current: next, pending: null });
  };
  let addresses = 0;
  for (const one of fc.sample(step, { numRuns: 60, seed: 7 })) {
    const at = one.second ? 1 : 0;
    if (one.act === "crash") {
      const child = processes[at] as ChildProcess;
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
      processes[at] = await startProcess(url);
    } else if (one.act === "rotate") {
      const body = { activate: one.now ? "now" : "first_use", overlap_seconds: one.overlap };
      const answer = await call(at, "POST", `${place}/rotate`, { token, body });
      expect(answer.status).toBe(200);
      if (model.pending) model.ended.push(model.pending);
      if (one.now) replace(answer.body.plain_token, one.overlap);
      else Object.assign(model, { pending: answer.body.plain_token, overlap: one.overlap });
    } else if (one.act === "use") {
      const live = [model.current, model.ending, model.pending].flatMap((text) => text ?? []);
      const known = [...live, ...model.ended];
      const secret = known[one.which % known.length] as string;
      addresses += 1;
      const headers = { "x-roost-client-address": `10.0.0.${addresses}` };
      const { status } = await call(at, "GET", "/api/groups", { token: secret, headers });
      expect(status).toBe(model.ended.includes(secret) ? 401 : model.disabled ? 403 : 200);
      if (secret === model.pending && !model.disabled) replace(secret, model.overlap);
    } else {
      await call(at, "POST", `${place}/${one.act}`, { token });
      model.disabled = one.act === "disable";
    }
    const rows = await database().read.tokenSecret.findMany({
      where: { tokenId: machine.tokenId, state: { not: "ended" } },
    });
    const states = rows.map(({ state }) => state).sort();
    expect(states).toEqual([
      "current",
      ...(model.ending ? ["ending"] : []),
      ...(model.pending ? ["pending"] : []),
    ]);
  }
}, 120_000);
