import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

const START = new Date("2026-11-28T12:00:00Z");
const after = (ms: number) => new Date(START.getTime() + ms).toISOString();

let machine: Member;
let cookie: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
  useTestSettings();
  await freshDatabase();
  const account = await seedAccount();
  machine = await seedMember(account, { role: "admin", isServiceUser: true });
  ({ cookie } = await seedSession((await seedMember(account, { role: "owner" })).id));
});
afterEach(async () => {
  await flushWrites();
  vi.useRealTimers();
});

const call = (method: "GET" | "POST", path: string, body?: object) =>
  callApi(method, path, { cookie, ...(body && { body }) });
const place = () => `/api/users/${machine.id}/tokens/${machine.tokenId}`;
const rotate = async (body: object) => (await call("POST", `${place()}/rotate`, body)).body;

/** The secrets that every answer with the token has. */
async function secretsIn(own: string) {
  // First, since the first use of a pending secret changes what the others read.
  const self = await callApi("GET", "/api/tokens/self", { token: own });
  const [one, list, inventory] = await Promise.all([
    call("GET", place()),
    call("GET", `/api/users/${machine.id}/tokens`),
    call("GET", `/api/tokens?id=${machine.tokenId}`),
  ]);
  const answers = [one.body, list.body[0], inventory.body[0], self.body];
  for (const answer of answers) {
    expect(answer.id).toBe(machine.tokenId);
    expect("secrets" in answer).toBe("secrets" in one.body);
    expect(answer.secrets?.length).toBe(one.body.secrets?.length);
  }
  return list.body[0].secrets;
}

test("answers have the secrets of a token only while there are several", async () => {
  expect(await secretsIn(machine.token)).toBeUndefined();
  vi.setSystemTime(START.getTime() + 1000);
  const { plain_token: next, personal_access_token: made } = await rotate({ overlap_seconds: 60 });
  expect(made.secrets).toEqual([
    {
      ...{ state: "pending", created_at: after(1000), ends_at: after(1000 + 7 * DAY_MS) },
      expires_at: made.expiration_date,
    },
    expect.objectContaining({ state: "current" }),
  ]);
  expect((await secretsIn(machine.token))[1]).not.toHaveProperty("ends_at");
  vi.setSystemTime(START.getTime() + 2000);
  const [current, ending] = await secretsIn(next);
  expect([current.state, ending.state]).toEqual(["current", "ending"]);
  expect(ending.ends_at).toBe(after(62_000));
  vi.setSystemTime(START.getTime() + 62_000);
  expect(await secretsIn(next)).toBeUndefined();
});

test("the secrets of a token have the latest use of each, and neither public ID nor hash", async () => {
  await callApi("GET", "/api/groups", { token: machine.token });
  const { plain_token: next } = await rotate({ activate: "now" });
  await flushWrites();
  const { body } = await call("GET", place());
  expect(body.secrets).toEqual([
    expect.objectContaining({ state: "current" }),
    expect.objectContaining({ state: "ending", last_used: START.toISOString() }),
  ]);
  expect(body.secrets[0]).not.toHaveProperty("last_used");
  const text = JSON.stringify(body);
  for (const secret of [next, machine.token]) expect(text).not.toContain(secret.slice(4, 14));
  expect(text).not.toContain("$2");
});
