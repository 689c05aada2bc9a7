import { beforeAll, expect, test } from "vitest";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { type SeededAccount, seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember } from "#lib/dev/testing/team.ts";
import manifest from "../../package.json" with { type: "json" };

let account: SeededAccount;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
});

const version = (token?: string) =>
  callApi("GET", "/api/instance/version", token === undefined ? {} : { token });

test("any valid credential reads the version, even of a blocked or pending user", async () => {
  const holders = [
    { role: "user" },
    { role: "user", isServiceUser: true },
    { role: "user", isBlocked: true },
    { role: "user", isBlocked: true, pendingApproval: true },
  ] as const;
  for (const holder of holders) {
    const { token } = await seedMember(account, holder);
    const answer = await version(token);
    expect(answer.status, JSON.stringify(holder)).toBe(200);
    expect(answer.body).toEqual({
      management_current_version: manifest.version,
      management_update_available: false,
    });
  }
});

test("the version is hidden without a valid credential", async () => {
  expect((await version()).status).toBe(401);
  expect((await version("nbp_abcdefghijklmnopqrstuvwxyz01232LolCm")).status).toBe(401);
});
