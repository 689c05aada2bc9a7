import { beforeAll, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedEvents, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import type { Actor } from "../context.ts";
import { listRevocations } from "./list-revocations.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const actorOf = ({ id, name, email, role, tokenId }: Member): Actor => ({
  ...{ userId: id, accountId: team.account.id, name, email, role, isServiceUser: false },
  ...{
    personalTokens: true,
    inSession: true,
    recentProof: true,
    managesAccount: true,
    scopes: null,
    expiresAt: null,
    limits: null,
    networks: null,
    settings: {} as Actor["settings"],
  },
  credential: { kind: "token", id: tokenId, secretId: "" },
  origin: { address: "", userAgent: "", requestId: "" },
});
const listed = async (reader: Member, owner: Member) =>
  (await listRevocations(actorOf(reader), owner.id)).map(
    ({ name, revokedByName }) => `${name} by ${revokedByName}`,
  );
const revoke = async (by: Member, owner: Member, name: string) => {
  const { id } = await seedToken(owner.id, { name });
  const path = `/api/users/${owner.id}/tokens/${id}`;
  expect((await callApi("DELETE", path, { token: by.token })).status).toBe(200);
};

test("lists a user's tokens that other users revoked, newest first", async () => {
  const { owner, admin } = team;
  const person = await seedMember(team.account, { role: "user" });
  await revoke(admin, person, "first");
  await revoke(person, person, "by themselves");
  const { id } = await seedToken(person.id, { name: "among many" });
  const body = { ids: [id] };
  await callApi("POST", "/api/tokens/revoke", { token: owner.token, body });
  expect(await listed(person, person)).toEqual([
    `among many by ${owner.name}`,
    `first by ${admin.name}`,
  ]);
  expect(await listed(admin, person), "without the reader's own revocations").toEqual([
    `among many by ${owner.name}`,
  ]);
});

test("lists at most five revocations of the last 30 days", async () => {
  const { account, owner } = team;
  const person = await seedMember(account, { role: "user" });
  const day = (days: number) => new Date(Date.now() - days * DAY_MS);
  const code = "personal.access.token.delete" as const;
  const revoked = (name: string, days: number) => ({
    ...{ at: day(days), code, initiator: owner, targetId: person.id },
    meta: { name },
  });
  await seedEvents(account, [revoked("long ago", 31), revoked("just so", 29)]);
  expect(await listed(person, person)).toEqual([`just so by ${owner.name}`]);
  await seedEvents(
    account,
    Array.from({ length: 7 }, (_, days) => revoked(`ago ${days}`, days + 1)),
  );
  const names = (await listed(person, person)).map((text) => text.split(" by ")[0]);
  expect(names).toEqual(["ago 0", "ago 1", "ago 2", "ago 3", "ago 4"]);
});

test("returns 403 for another user's revocations without events.read", async () => {
  const { person, owner, auditor, reader, machine } = team;
  await expect(listed(person, owner)).rejects.toMatchObject({ problem: "forbidden" });
  await revoke(machine, reader, "of a machine");
  expect(await listed(auditor, reader)).toEqual([`of a machine by ${machine.name}`]);
});
