import { expect, test } from "vitest";
import { type ProcessAnswer, startApiProcesses } from "#lib/dev/testing/api-processes.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember } from "#lib/dev/testing/team.ts";

const ALTERNATIONS = 1000;
const INSIDE = { "x-roost-client-address": "10.0.0.1" };
const OUTSIDE = { "x-roost-client-address": "192.0.2.1" };

test("a limit set through one process acts on the next request to the other, a thousand times", async () => {
  useTestSettings();
  const { url } = await freshDatabase();
  const account = await seedAccount();
  const owner = await seedMember(account, { role: "owner" });
  const machine = await seedMember(account, { role: "admin", isServiceUser: true });
  const processes = await startApiProcesses(url);
  let secret = await seedToken(machine.id);
  const use = (at: 0 | 1, headers = INSIDE) =>
    processes.call(at, {
      ...{ method: "GET", path: "/api/groups", given: { token: secret.text, headers } },
    });
  const change = (at: 0 | 1, act: string, body?: object) =>
    processes.call(at, {
      ...{ method: act === "revoke" ? "DELETE" : "POST" },
      path: `/api/users/${machine.id}/tokens/${secret.id}${act === "revoke" ? "" : `/${act}`}`,
      given: { token: owner.token, ...(body && { body }) },
    });
  const status = async (answer: Promise<ProcessAnswer>) => (await answer).status;
  for (let done = 0, turn = 0; done < ALTERNATIONS; turn += 1) {
    const [one, other] = turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    // The other process has proven the secret and answered with it before each change.
    const seen = [await status(use(other, OUTSIDE))];
    await change(one, "narrow", { allowed_networks: ["10.0.0.0/8"] });
    seen.push(await status(use(other, OUTSIDE)), await status(use(other)));
    await change(one, "disable");
    seen.push(await status(use(other)));
    await change(other, "enable");
    seen.push(await status(use(one)), await status(use(other)));
    await change(one, "narrow", { scopes: ["users:read"] });
    seen.push(await status(use(other)));
    await change(one, "revoke");
    seen.push(await status(use(other)));
    expect(seen).toEqual([200, 403, 200, 403, 200, 200, 403, 401]);
    done += 5;
    secret = await seedToken(machine.id);
  }
  await processes.end();
}, 300_000);
