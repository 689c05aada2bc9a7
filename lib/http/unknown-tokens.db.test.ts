import { beforeAll, expect, test } from "vitest";
import { newTokenText, type TokenPrefix } from "#lib/crypto/token-text.ts";
import { database } from "#lib/db/database.ts";
import { type ApiResponse, callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, workOf } from "#lib/dev/testing/barrier.ts";
import { guessAt } from "#lib/dev/testing/brute-force.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { inviteAs, newAddress, visit } from "#lib/dev/testing/invites.ts";
import {
  type SeededAccount,
  seedAccount,
  seedSession,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

/* A public ID is not secret, but responses do not reveal whether it exists. */

let account: SeededAccount;
let admin: Member;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
  admin = await seedMember(account, { role: "admin" });
});

const use = (token: string, address: string) =>
  callApi("GET", "/api/users", { token, headers: { "x-roost-client-address": address } });
const visitReset = (token: string, address: string) =>
  callApi("GET", `/api/users/password-resets/${token}`, {
    headers: { "x-roost-client-address": address },
  });
const publicIdIn = (token: string) => token.slice(4, 14);

type Kind = {
  prefix: TokenPrefix;
  known: () => Promise<string>;
  offer: (token: string, address: string) => Promise<ApiResponse>;
};

/** A member of their own for each: guesses from the tests before are counted. */
const newMember = () => seedMember(account, { role: "user" });
const KINDS: Kind[] = [
  { prefix: "nbp_", known: async () => (await newMember()).token, offer: use },
  { prefix: "nbi_", known: async () => (await inviteAs(admin.token)).token, offer: visit },
  {
    prefix: "nbr_",
    offer: visitReset,
    known: async () => {
      const path = `/api/users/${(await newMember()).id}/password-reset`;
      const { cookie } = await seedSession(admin.id);
      return (await callApi("POST", path, { cookie })).body.reset_token;
    },
  },
];

/** The response to a guess, and the bcrypt work for it. */
async function seenOf(offered: () => Promise<ApiResponse>) {
  let answer: ApiResponse | undefined;
  const work = await bcryptDuring(async () => {
    answer = await offered();
  });
  const { request_id, ...body } = answer?.body ?? {};
  return {
    status: answer?.status,
    headers: [...(answer?.headers.keys() ?? [])].sort(),
    body,
    work,
  };
}

/** Guesses at a public id from one address, as often as the rule for links lets one ask at once. */
async function guessAlong({ prefix, offer }: Kind, publicId: string, times: number) {
  const seen = [];
  const addresses = [newAddress(), newAddress()];
  for (let turn = 0; turn < times; turn += 1) {
    const address = addresses[Math.floor(turn / 5) % 2] ?? "";
    seen.push(await seenOf(() => offer(guessAt(publicId, prefix), address)));
  }
  return seen;
}

test.each(KINDS)(
  "guesses at an unknown $prefix token get the same responses as at an existing one, without bcrypt",
  async (kind) => {
    const known = publicIdIn(await kind.known());
    const unknown = publicIdIn(newTokenText(kind.prefix).text);
    const atKnown = await guessAlong(kind, known, 6);
    const atUnknown = await guessAlong(kind, unknown, 6);
    const visible = (seen: typeof atKnown) => seen.map(({ work: _, ...response }) => response);
    expect(visible(atUnknown)).toEqual(visible(atKnown));
    for (const { work } of atUnknown) expect(work).toEqual(workOf({}));
  },
);

test("past ten guesses an unknown token is 429 as one that exists, with the same Retry-After", async () => {
  const known = publicIdIn((await newMember()).token);
  const unknown = publicIdIn(newTokenText("nbp_").text);
  const [one, other] = [newAddress(), newAddress()];
  const seen = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const [atKnown, atUnknown] = await Promise.all([
      use(guessAt(known), one),
      use(guessAt(unknown), other),
    ]);
    const waits = [atKnown, atUnknown].map(({ headers }) => Number(headers.get("retry-after")));
    if (atKnown.status === 429) expect(Math.min(...waits)).toBeGreaterThan(0);
    // Each count began at its own time.
    expect(Math.abs((waits[0] ?? 0) - (waits[1] ?? 0))).toBeLessThanOrEqual(1);
    const names = [atKnown, atUnknown].map(({ headers }) => [...headers.keys()].sort());
    expect(names[0]).toEqual(names[1]);
    seen.push([atKnown.status, atUnknown.status]);
  }
  expect(seen).toEqual([...Array(10).fill([401, 401]), [429, 429], [429, 429]]);
});

test("a token that was guessed at stays 429 once it is revoked", async () => {
  const { publicId, tokenId } = await newMember();
  const address = newAddress();
  const statuses = [];
  for (let turn = 0; turn < 11; turn += 1) {
    statuses.push((await use(guessAt(publicId), address)).status);
  }
  await database().write((tx) => tx.token.delete({ where: { id: tokenId } }));
  statuses.push((await use(guessAt(publicId), address)).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
});
