import { beforeEach, expect, test } from "vitest";
import { actorOf } from "#lib/auth/actor.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { type Fault, faults } from "#lib/dev/testing/netbird/faults.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { getNetBirdSettings } from "./netbird-settings.ts";
import { orFailure } from "./read-as.ts";

let team: Team;
let server: NetBirdStub;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ server } = await netbirdBehind());
});

const read = async (who: Who) => {
  const authorization = `Token ${team[who].token}`;
  const origin = { address: "", userAgent: "", requestId: "" };
  return orFailure(getNetBirdSettings(await actorOf(new Headers({ authorization }), origin)));
};
const isRead = ({ operation }: { operation: string | null }) => operation === "GET /api/accounts";

test("the settings of NetBird's account have its names, the nested ones with a point", async () => {
  server.state.settings = {
    peer_login_expiration: 86_400,
    jwt_allow_groups: ["ops"],
    extra: { peer_approval_enabled: true },
  };
  expect(await read("auditor")).toEqual({
    value: [
      { name: "peer_login_expiration", value: 86_400 },
      { name: "jwt_allow_groups", value: ["ops"] },
      { name: "extra.peer_approval_enabled", value: true },
    ],
  });
});

test("a person's read is made by the service user of people with the least role", async () => {
  await read("owner");
  const user = server.requests.findLast(isRead)?.user;
  expect(user).toMatchObject({ name: "roost: people (user)", role: "user" });
});

test("without the right to see the account, nothing is asked", async () => {
  await expect(read("person")).rejects.toMatchObject({ problem: "forbidden" });
  expect(server.requests.filter(isRead)).toEqual([]);
});

test.each<[string, Fault, string]>([
  ["an error", faults.internal, "internal server error"],
  ["no JSON", faults.badJson, "NetBird's answer is not valid JSON"],
  [
    "a refused token",
    faults.tokenGone,
    "NetBird refuses the access token that Roost calls it with",
  ],
  [
    "other JSON",
    { answer: { ...faults.badJson.answer, body: "[]" } },
    "NetBird's answer cannot be read",
  ],
])("a failure of a page's read is in words: %s", async (_, fault, reason) => {
  // Roost's own check of the server reads the account too.
  await read("owner");
  server.misbehave(fault, isRead);
  expect(await read("owner")).toEqual({ failure: reason });
});

test("a token that NetBird refuses is replaced once", async () => {
  await read("owner");
  server.state.tokens.forEach(({ name }, id) => {
    if (name.startsWith("roost ")) server.state.tokens.delete(id);
  });
  expect(await read("owner")).toHaveProperty("value");
});
