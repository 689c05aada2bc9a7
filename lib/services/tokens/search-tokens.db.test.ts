import { beforeAll, expect, test } from "vitest";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { SMALL_RESULT } from "../query-planning.ts";
import { insertTerms, termsOf } from "./search-terms.ts";

const WORDS = ["deploy", "CI", "0042", "Über", "a_b", "50%", "部署", "back\\slash"];
type Made = { id: string; nameKey: string; publicId: string; owner: string };
let team: Team;
let tokens: Made[];

/** More tokens with the first word than `SMALL_RESULT`, and few with the others. */
function nameOf(index: number): string {
  const word = WORDS[index % WORDS.length] ?? "";
  return index < SMALL_RESULT + 10
    ? `deploy-${index}`
    : `${word} ${WORDS[(index * 3 + 1) % 8]}-${index}`;
}

beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  const at = new Date();
  const owners = [
    ["machine", team.machine.id],
    ["person", team.person.id],
  ] as const;
  tokens = Array.from({ length: SMALL_RESULT + 60 }, (_, index) => {
    const publicId = `Ab${String(index).padStart(8, "0")}`;
    const owner = owners[index % 2 === 0 ? 0 : 1][1];
    return { id: newXid(), nameKey: nameKeyOf(nameOf(index)), publicId, owner };
  });
  await database().write(async (tx) => {
    await tx.token.createMany({
      data: tokens.map(({ owner, ...token }, index) => ({
        ...{ ...token, userId: owner, name: nameOf(index), createdBy: owner },
        ...{ expiresAt: at, createdAt: new Date(at.getTime() - (index % 7) * 1000) },
      })),
    });
    await insertTerms(tx, tokens);
    for (const [id, name] of [
      [team.person.id, "grace 0042"],
      [team.machine.id, "robot"],
    ] as const) {
      await tx.user.update({ where: { id }, data: { name, nameKey: name } });
    }
  });
});

/** The expected result of a search, computed without a database. */
function expected(search: string): string[] {
  const whole = nameKeyOf(search.trim());
  const wanted = whole.replace(/^nbp_(?=.)/, "");
  const found = tokens.filter(
    (token) =>
      termsOf(token).some((part) => part.startsWith(wanted)) ||
      (token.owner === team.person.id ? "grace 0042" : "robot").includes(whole),
  );
  return found.map(({ id }) => id).sort();
}

async function everyPage(query: string): Promise<string[]> {
  const ids: string[] = [];
  let next: string | undefined = `/api/tokens?page_size=100&${query}`;
  while (next !== undefined) {
    const answer: Awaited<ReturnType<typeof callApi>> = await callApi("GET", next, {
      token: team.owner.token,
    });
    expect(answer.status).toBe(200);
    ids.push(...answer.body.map(({ id }: { id: string }) => id));
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  return ids;
}

test.each([
  ...["deploy", "eploy", "d", "CI", "ci deploy-", "-5", "5", "510", "Ü", "über", "署", "%"],
  ...[
    "_b",
    "a_b",
    "a%b",
    "back\\",
    "grace",
    "race 00",
    "0042",
    "nbp_ab000",
    "AB0000005",
    "no such",
  ],
])(
  "a search for %s finds exactly the tokens of the rule, page by page in every order",
  async (search) => {
    const mine = new Set(tokens.map(({ id }) => id));
    for (const sort of ["-created_at", "name", "last_used"]) {
      const ids = await everyPage(`sort=${sort}&search=${encodeURIComponent(search)}`);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => mine.has(id)).sort()).toEqual(expected(search));
    }
  },
);
