import { beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedEvents, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import type { Actor } from "../context.ts";
import { listEventsAbout } from "./list-events-about.ts";

const minute = (count: number) => new Date(Date.UTC(2026, 0, 31, 12, count));

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  const { account, owner, admin, reader } = team;
  await seedEvents(account, [
    { at: minute(0), code: "user.block", initiator: owner, targetId: admin.id },
    { at: minute(1), code: "user.block", initiator: owner, targetId: reader.id },
    { at: minute(2), code: "dashboard.login", initiator: admin, targetId: admin.id },
    { at: minute(3), code: "user.unblock", initiator: admin, targetId: reader.id },
  ]);
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

const codesAbout = async (reader: Member, userId: string, count: number) =>
  (await listEventsAbout(actorOf(reader), userId, count)).map(({ activityCode }) => activityCode);

test("lists the latest events by or about a user once each, newest first", async () => {
  const { owner, admin, reader } = team;
  const all = ["user.unblock", "dashboard.login", "user.block"];
  expect(await codesAbout(owner, admin.id, 20)).toEqual(all);
  expect(await codesAbout(owner, admin.id, 2)).toEqual(all.slice(0, 2));
  expect(await codesAbout(owner, reader.id, 20)).toEqual(["user.unblock", "user.block"]);
});

test("returns 403 without events.read", async () => {
  const { person } = team;
  await expect(codesAbout(person, person.id, 20)).rejects.toMatchObject({ problem: "forbidden" });
});
