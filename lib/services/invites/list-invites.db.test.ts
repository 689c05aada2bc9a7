import { beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { inviteAs } from "#lib/dev/testing/invites.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import type { Actor } from "../context.ts";
import { countInvites, listInvites } from "./list-invites.ts";

let team: Team;
let actor: Actor;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  const { id, name, email, role, tokenId } = team.auditor;
  actor = {
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
  };
});

test("the count covers all pages, with a search too", async () => {
  const made = await Promise.all([1, 2, 3].map(() => inviteAs(team.owner.token)));
  const email = made[1]?.email.toUpperCase() ?? "";
  expect(await countInvites(actor)).toBe(3);
  expect((await listInvites(actor, { page_size: 2 })).items).toHaveLength(2);
  expect(await countInvites(actor, ` ${email} `)).toBe(1);
  expect((await listInvites(actor, { search: email })).items).toHaveLength(1);
  expect(await countInvites(actor, "%")).toBe(0);
});
