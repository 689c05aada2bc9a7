import { beforeEach, expect, test } from "vitest";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { type SeededAccount, seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

let account: SeededAccount;
let machine: Member;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount({});
  machine = await seedMember(account, { role: "user", isServiceUser: true });
});

let networks = 0;
/** A network that has not reported yet. */
const newAddress = () => {
  networks += 1;
  return `10.1.${networks}.1`;
};

const report = (tokens: string[], address = newAddress(), more = {}) =>
  callApi("POST", "/api/tokens/report-leak", {
    headers: { "x-roost-client-address": address },
    body: { tokens, ...more },
  });

const setLeakAction = (leakAction: string) =>
  database().write((tx) =>
    tx.account.update({ where: { id: account.id }, data: { settings: { leakAction } } }),
  );

const events = () =>
  database().read.auditEvent.findMany({ orderBy: { id: "asc" }, select: eventColumns });
const eventColumns = { activityCode: true, initiatorId: true, targetId: true, meta: true };

const statusOf = async ({ token }: Member) =>
  (await callApi("GET", "/api/tokens/self", { token })).status;

test("revokes a reported token, with the place of the leak in the audit log", async () => {
  const url = `https://git.example.com/log?found%3D${machine.token}_old`;
  const { status, body } = await report([machine.token], "192.0.2.7", { source: "gitleaks", url });
  expect([status, body]).toEqual([202, { accepted: 1 }]);
  expect(await statusOf(machine)).toBe(401);
  const [leak, deletion] = await events();
  expect(leak).toMatchObject({
    ...{ activityCode: "personal.access.token.leak", initiatorId: "sys", targetId: machine.id },
    meta: {
      ...{ target_token_id: machine.tokenId, secret: "current", action: "revoke" },
      ...{ source: "gitleaks", address: "192.0.2.7" },
      url: `https://git.example.com/log?found%3D${machine.token.slice(0, 14)}[redacted]_old`,
    },
  });
  expect(deletion).toMatchObject({ activityCode: "personal.access.token.delete" });
});

test("treats each token of simultaneous and repeated reports once", async () => {
  await setLeakAction("notify");
  const others = [
    await seedMember(account, { role: "user", isServiceUser: true }),
    await seedMember(account, { role: "admin" }),
  ];
  const live = [machine, ...others].map(({ token }) => token);
  const unknown = Array.from({ length: 20 }, () => newTokenText("nbp_").text);
  const tokens = [...live, ...unknown, "nbp_short", ...live];
  const answers = await Promise.all(Array.from({ length: 4 }, () => report(tokens)));
  expect(answers.map(({ status, body }) => [status, body.accepted])).toEqual(
    Array(4).fill([202, live.length + unknown.length]),
  );
  expect((await report(tokens)).status).toBe(202);
  const found = await events();
  expect(found.map(({ targetId }) => targetId).sort()).toEqual(
    [machine, ...others].map(({ id }) => id).sort(),
  );
  expect(await statusOf(machine)).toBe(200);
});

test("a wrong secret of a known token does nothing", async () => {
  const guess = `${machine.token.slice(0, 14)}${newTokenText("nbp_").text.slice(14)}`;
  expect(await report([guess, newTokenText("nbp_").text])).toMatchObject({ status: 202 });
  expect(await statusOf(machine)).toBe(200);
  expect(await events()).toEqual([]);
});

test("the answer is the same for live, unknown and revoked tokens", async () => {
  const unknown = await report([newTokenText("nbp_").text]);
  const live = await report([machine.token]);
  const revoked = await report([machine.token]);
  for (const { status, body } of [unknown, live, revoked]) {
    expect([status, body]).toEqual([202, { accepted: 1 }]);
  }
});

test("a network reports ten times and a hundred tokens in an hour, others go on", async () => {
  const often = newAddress();
  for (let sent = 0; sent < 10; sent += 1) expect((await report(["x"], often)).status).toBe(202);
  const refused = await report([machine.token], often);
  expect([refused.status, Number(refused.headers.get("retry-after")) > 3000]).toEqual([429, true]);
  const many = newAddress();
  const unknown = Array.from({ length: 99 }, () => newTokenText("nbp_").text);
  expect((await report(unknown, many)).status).toBe(202);
  expect((await report([machine.token, unknown[0] ?? ""], many)).status).toBe(429);
  expect(await statusOf(machine)).toBe(200);
  expect((await report([machine.token], newAddress())).status).toBe(202);
  expect(await statusOf(machine)).toBe(401);
});

test.each([
  ["tokens", []],
  ["tokens", Array(101).fill("x")],
  ["tokens.0", ["x".repeat(201)]],
])("names the wrong field of a report: %s", async (path, tokens) => {
  const { status, body } = await report(tokens);
  expect([status, body.errors[0].path]).toEqual([422, path]);
});

const pathOf = ({ id, tokenId }: Member) => `/api/users/${id}/tokens/${tokenId}`;

const aManager = async () => {
  const { token } = await seedMember(account, { role: "owner" });
  return (act: string, body?: object) =>
    callApi("POST", `${pathOf(machine)}/${act}`, { token, ...(body ? { body } : {}) });
};

test("a token disabled by a leak works again after a rotation without overlap", async () => {
  await setLeakAction("disable");
  const manage = await aManager();
  expect((await report([machine.token])).status).toBe(202);
  expect(await statusOf(machine)).toBe(403);
  const enabled = await manage("enable");
  expect([enabled.status, enabled.body.errors]).toEqual([
    422,
    [{ path: "tokenId", message: "the access token was reported as leaked: rotate it first" }],
  ]);
  const late = await manage("rotate", { overlap_seconds: 0 });
  const overlapping = await manage("rotate", { activate: "now" });
  expect([late, overlapping].map(({ body }) => body.errors[0].path)).toEqual([
    ...["activate", "overlap_seconds"],
  ]);
  const rotated = await manage("rotate", { activate: "now", overlap_seconds: 0 });
  const next = { ...machine, token: rotated.body.plain_token };
  expect(await statusOf(next)).toBe(403);
  expect((await manage("enable")).status).toBe(200);
  expect([await statusOf(machine), await statusOf(next)]).toEqual([401, 200]);
});

test("a leaked secret that is not current ends, or is only recorded if it had ended", async () => {
  const manage = await aManager();
  const pending = (await manage("rotate", {})).body.plain_token;
  await report([pending]);
  expect(await statusOf({ ...machine, token: pending })).toBe(401);
  expect(await statusOf(machine)).toBe(200);
  const { plain_token: next } = (await manage("rotate", { activate: "now" })).body;
  expect(await statusOf(machine)).toBe(200);
  await report([machine.token]);
  expect([await statusOf(machine), await statusOf({ ...machine, token: next })]).toEqual([
    401, 200,
  ]);
  const { plain_token: last } = (await manage("rotate", { activate: "now", overlap_seconds: 0 }))
    .body;
  await report([next]);
  expect(await statusOf({ ...machine, token: last })).toBe(200);
  const leaks = (await events()).filter(({ activityCode }) => activityCode.endsWith(".leak"));
  expect(leaks.map(({ meta }) => [Object(meta).secret, Object(meta).action])).toEqual([
    ["pending", "end"],
    ["ending", "end"],
    ["ended", "notify"],
  ]);
});

test("a leaked secret gets no overlap, even if its token was disabled by hand before", async () => {
  await setLeakAction("disable");
  const manage = await aManager();
  expect((await manage("disable")).status).toBe(200);
  await report([machine.token]);
  expect((await manage("rotate", { activate: "now" })).status).toBe(422);
  expect((await manage("enable")).status).toBe(422);
});

test("a leaked secret ends with the first use of a successor that was made before the report", async () => {
  await setLeakAction("notify");
  const manage = await aManager();
  const { plain_token: next } = (await manage("rotate", { overlap_seconds: 600_000 })).body;
  await report([machine.token]);
  expect(await statusOf({ ...machine, token: next })).toBe(200);
  expect(await statusOf(machine)).toBe(401);
});
