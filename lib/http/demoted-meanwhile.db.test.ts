import { beforeAll, expect, test } from "vitest";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { pathOf, SAMPLES } from "#lib/dev/testing/requests.ts";
import { markTokensUsed, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

/**
 * `network_admin` has grants on tokens, which the policy restricts to admins once it knows the
 * target.
 */
const DEMOTED_TO = ["network_admin", "user"] as const;
/** Always 404 or 412 (contract 2.7), or allowed to every role for the own user. */
const APART: OperationId[] = [
  "users.invite",
  "users.changePassword",
  "sessions.end",
  "tokens.self.delete",
  "tokens.self.rotate",
  // Writes nothing that its caller decides.
  "introspection.check",
];

const writes = (Object.entries(operations) as [OperationId, Operation][]).filter(
  ([id, { access, method }]) => access !== "anyone" && method !== "GET" && !APART.includes(id),
);

beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
});

async function newRequest(id: OperationId, { path, method }: Operation) {
  const team = await seedTeam({ tokensManageAccount: true });
  const { params, body } = await SAMPLES[id](team);
  await markTokensUsed();
  const given = { token: team.owner.token, ...(body && { body }) };
  return { team, send: () => callApi(method, pathOf(path, params), given) };
}

type Role = (typeof DEMOTED_TO)[number];
const demote = (team: Team, role: Role) => ({ where: { id: team.owner.id }, data: { role } });

const cases = writes.flatMap(([id, operation]) =>
  DEMOTED_TO.map((role) => [id, role, operation] as const),
);

test.each(cases)(
  "%s by an owner who becomes %s in the queue is answered by that role",
  async (id, role, operation) => {
    const before = await newRequest(id, operation);
    await database().write((tx) => tx.user.update(demote(before.team, role)));
    const expected = await before.send();
    // The network admin may write groups too.
    const allowed = role === "network_admin" && id.startsWith("groups.");
    expect(expected.status === 200, JSON.stringify(expected.body)).toBe(allowed);

    const { team, send } = await newRequest(id, operation);
    const { waiting, release } = await holdWrites();
    const answer = send();
    await waiting;
    await release((tx) => tx.user.update(demote(team, role)));
    expect((await answer).status).toBe(expected.status);
  },
);
