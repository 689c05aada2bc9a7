import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { markTokensUsed, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

let team: Team;
let ids: { revoked: string; kept: string };
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  await markTokensUsed();
  const { token } = team.owner;
  const path = `/api/users/${team.reader.id}/tokens`;
  const made = [];
  for (const name of ["revoked", "kept"]) {
    made.push((await callApi("POST", path, { token, body: { name, expires_in: 3 } })).body);
  }
  const [revoked, kept] = made.map((one) => one.personal_access_token.id);
  ids = { revoked, kept };
  await callApi("GET", "/api/users", { token: made[0].plain_token });
  await flushWrites();
  await callApi("DELETE", `${path}/${revoked}`, { token });
});

const about = (query: Record<string, string>, at = "/api/events/audit") =>
  callApi("GET", `${at}?${new URLSearchParams(query)}`, { token: team.auditor.token });
const codesOf = ({ body }: { body: { activity_code: string }[] }) =>
  body.map(({ activity_code }) => activity_code.replace("personal.access.token.", ""));
const ofToken = (name: keyof typeof ids) => ({
  target_id: team.reader.id,
  target_token_id: ids[name],
});

test("the events of a token are only its own, also after it is revoked", async () => {
  expect(codesOf(await about(ofToken("revoked")))).toEqual(["delete", "first_use", "create"]);
  expect(codesOf(await about(ofToken("kept")))).toEqual(["create"]);
  for (const wrong of [
    { ...ofToken("kept"), target_id: team.machine.id },
    { ...ofToken("kept"), target_token_id: "none' OR '1'='1" },
  ]) {
    expect((await about(wrong)).body).toEqual([]);
  }
});

test("they are sorted, filtered, paged and exported like all events", async () => {
  const asked = ofToken("revoked");
  const turned = await about({ ...asked, sort: "timestamp" });
  expect(codesOf(turned)).toEqual(["create", "first_use", "delete"]);
  const activity_code = "personal.access.token.delete,user.block";
  expect(codesOf(await about({ ...asked, activity_code }))).toEqual(["delete"]);
  expect((await about({ ...asked, until: "2026-01-01T00:00:00Z" })).body).toEqual([]);
  const first = await about({ ...asked, page_size: "2" });
  expect(codesOf(first)).toEqual(["delete", "first_use"]);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
  const rest = await callApi("GET", next, { token: team.auditor.token });
  expect(codesOf(rest)).toEqual(["create"]);
  const file = await about(asked, "/api/events/audit/export");
  expect(file.body.trim().split("\n")).toHaveLength(4);
});

test("a token without its owner is 422, since it would search all events", async () => {
  for (const at of ["/api/events/audit", "/api/events", "/api/events/audit/export"]) {
    expect(await about({ target_token_id: ids.kept }, at)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "target_token_id" }] },
    });
  }
});

test("an ID narrows the token list to one token that the caller may see", async () => {
  const list = async (who: "owner" | "person", query: Record<string, string>) => {
    const path = `/api/tokens?${new URLSearchParams(query)}`;
    const { body } = await callApi("GET", path, { token: team[who].token });
    return body.map(({ id }: { id: string }) => id);
  };
  expect(await list("owner", { id: ids.kept })).toEqual([ids.kept]);
  expect(await list("owner", { id: ids.kept, sort: "name", state: "active" })).toEqual([ids.kept]);
  expect(await list("owner", { id: ids.kept, state: "expired" })).toEqual([]);
  expect(await list("owner", { id: ids.revoked })).toEqual([]);
  expect(await list("person", { id: ids.kept })).toEqual([]);
  const empty = await callApi("GET", "/api/tokens?id=", { token: team.owner.token });
  expect(empty).toMatchObject({ status: 422, body: { message: "id must not be empty" } });
});

test("a revocation by a filter with an ID revokes only that token", async () => {
  const { id } = await seedToken(team.reader.id);
  const before = await database().read.token.count();
  const body = { filter: { id } };
  const { token } = team.owner;
  const answer = await callApi("POST", "/api/tokens/revoke", { token, body });
  expect(answer.body).toMatchObject({ matched: 1, deleted: 1, tokens: [{ id }] });
  expect(await database().read.token.count()).toBe(before - 1);
});
