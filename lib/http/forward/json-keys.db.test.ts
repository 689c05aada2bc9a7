import { beforeEach, expect, test } from "vitest";
import { addUser, type NetBirdUser, objectsAt } from "#lib/dev/testing/netbird/state.ts";
import { type Front, roostBeforeNetBird } from "#lib/dev/testing/netbird-front.ts";
import { seedToken } from "#lib/dev/testing/seed.ts";

/*
 * Go reads keys without regard to letter case, the last one wins, and nothing after the value
 * counts. However a body is written, NetBird carries out only what Roost has checked.
 */

let front: Front;
beforeEach(async () => {
  front = await roostBeforeNetBird();
});

type Entry = readonly [string, unknown];
const objectOf = (entries: readonly Entry[]) =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;

/** Spellings that Go takes for the key. */
const spellings = (key: string) => [
  key,
  key.toUpperCase(),
  `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
  key.replaceAll("s", "\u017f"),
  key.replaceAll("k", "\u212a"),
];

/** The allowed body with a forbidden value in every place, in every spelling of its key. */
function bodies(allowed: Record<string, unknown>, forbidden: readonly Entry[]): string[] {
  const entries = Object.entries(allowed);
  return forbidden.flatMap(([key, value]) => {
    const rest = entries.filter(([name]) => name !== key);
    const whole = objectOf(entries);
    return [
      ...spellings(key).flatMap((spelled) => [
        objectOf([[spelled, value], ...entries]),
        objectOf([...entries, [spelled, value]]),
        objectOf([...rest, [spelled, value]]),
        objectOf([...entries, [spelled, null], [spelled, value]]),
        // For a parser that keeps the place of the first and the value of the last.
        objectOf([[spelled, allowed[key] ?? null], ...entries, [spelled, value]]),
      ]),
      `${whole}${objectOf([[key, value]])}`,
      `${objectOf([[key, value]])}${whole}`,
      objectOf([...rest, [key, null]]),
      objectOf(rest),
    ];
  });
}

const KEY = {
  ...{ name: "job", type: "one-off", expires_in: 3600 * 24, auto_groups: ["ci"] },
  ...{ usage_limit: 1, ephemeral: true },
};
const LIMITS = { groups: ["ci"], expires_in: 86_400, usage_limit: 3 };

test("a token with limits creates no setup key beyond them", async () => {
  const { netbird, team, send } = front;
  for (const id of ["ci", "admins"]) {
    objectsAt(netbird.state, "/api/groups").set(id, { id, name: id, peers: [] });
  }
  const { json } = await send("POST", `/api/users/${team.machine.id}/tokens`, {
    body: {
      name: "ci",
      expires_in: 1,
      scopes: ["setup_keys:create"],
      limits: { setup_keys: LIMITS },
    },
  });
  const forbidden: Entry[] = [
    ["auto_groups", ["admins"]],
    ["type", "reusable"],
    ["expires_in", 86_400 * 30],
    ["usage_limit", 0],
    ["usage_limit", 100],
    ["ephemeral", false],
    ["allow_extra_dns_labels", true],
  ];
  for (const body of [objectOf(Object.entries(KEY)), ...bodies(KEY, forbidden)]) {
    await send("POST", "/api/setup-keys", { token: json.plain_token, body });
  }
  const made = [...objectsAt(netbird.state, "/api/setup-keys").values()];
  expect(made.length).toBeGreaterThan(1);
  for (const key of made) {
    expect(key).toMatchObject({
      ...{ auto_groups: ["ci"], type: "one-off", usage_limit: 1, ephemeral: true },
      allow_extra_dns_labels: false,
    });
    const seconds = (Date.parse(String(key.expires)) - Date.now()) / 1000;
    expect(seconds).toBeLessThanOrEqual(86_400);
  }
});

const isPerson = ({ isServiceUser }: NetBirdUser) => !isServiceUser;

test("a narrow token gives no person of NetBird a role or group that it may not", async () => {
  const { netbird, team, send } = front;
  const { users } = netbird.state;
  const { text: token } = await seedToken(team.admin.id, { scopes: ["users:write"] });
  const person = addUser(netbird.state, { isServiceUser: false, name: "P", email: "p@x.test" });
  const before = [...users.values()].filter(({ id }) => id !== person.id).filter(isPerson);
  const forbidden: Entry[] = [
    ["role", "admin"],
    ["role", "owner"],
    ["auto_groups", ["g1"]],
    ["is_service_user", true],
  ];
  const invited = { name: "N", email: "n@x.test", role: "user", auto_groups: [] };
  for (const body of bodies({ ...invited, is_service_user: false }, forbidden)) {
    await send("POST", "/api/users", { token, body });
  }
  for (const body of bodies({ role: "user", auto_groups: [] }, forbidden)) {
    await send("PUT", `/api/users/${person.id}`, { token, body });
  }
  const persons = [...users.values()].filter(isPerson).filter((one) => !before.includes(one));
  expect(persons.length).toBeGreaterThan(1);
  for (const one of persons) expect(one).toMatchObject({ role: "user", autoGroups: [] });
  // A service user is Roost's; those that Roost has at NetBird are its own.
  const machines = [...users.values()].filter((one) => !isPerson(one) && one !== netbird.broker);
  expect(machines.filter(({ name }) => !name.startsWith("roost: "))).toEqual([]);
});
