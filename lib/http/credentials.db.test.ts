import { beforeAll, expect, test } from "vitest";
import { database, useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, workOf } from "#lib/dev/testing/barrier.ts";
import { guessAt } from "#lib/dev/testing/brute-force.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const NONE = 'Bearer realm="roost"';
const INVALID = 'Bearer realm="roost", error="invalid_token"';
const EXPIRED = `${INVALID}, error_description="the access token expired"`;

const get = (headers: Record<string, string>) => callApi("GET", "/api/users", { headers });
const withToken = (text: string) => get({ authorization: `Token ${text}` });

test.each(["Token", "token", "TOKEN", "Bearer", "bearer", "bEaReR"])(
  "accepts a token with the scheme %s",
  async (scheme) => {
    const answer = await get({ authorization: `${scheme} ${team.reader.token}` });
    expect(answer.status).toBe(200);
    expect(answer.headers.has("www-authenticate")).toBe(false);
  },
);

test.each([
  ["nothing", undefined],
  ["an empty header", ""],
  ["Basic", "Basic dXNlcjpwYXNz"],
  ["Digest", "Digest X"],
  ["a bare token", "nbp_"],
  ["a tab after the scheme", "Token\tX"],
  ["a scheme with a valid prefix", "Tokens X"],
])("%s is no credential: 401 with a challenge that names no error", async (_, authorization) => {
  const answer = await get(authorization === undefined ? {} : { authorization });
  expect(answer).toMatchObject({
    status: 401,
    body: { message: "no valid authentication provided", code: 401 },
  });
  expect(answer.headers.get("www-authenticate")).toBe(NONE);
});

test.each([
  ["a scheme without a token", () => "Token"],
  ["a Bearer without a token", () => "Bearer"],
  ["two spaces", (text: string) => `Token  ${text}`],
  ["two values", (text: string) => `Token ${text} ${text}`],
  ["a Bearer that is a JWT", () => "Bearer eyJhbGciOiJub25lIn0.e30."],
])("%s is a malformed credential: 401 token invalid", async (_, header) => {
  const answer = await get({ authorization: header(team.reader.token) });
  expect(answer).toMatchObject({ status: 401, body: { message: "token invalid", code: 401 } });
  expect(answer.headers.get("www-authenticate")).toBe(INVALID);
});

test("a credential is never read from query parameters, body or other headers", async () => {
  const { token } = team.owner;
  const answers = [
    await callApi("GET", `/api/users?token=${token}&access_token=${token}&account=x`),
    await callApi("POST", "/api/users", { body: { token, access_token: token } }),
    await get({ "x-api-key": token, "proxy-authorization": `Token ${token}` }),
    await get({ cookie: `token=${token}; authorization=Token ${token}` }),
  ];
  for (const { status } of answers) expect(status).toBe(401);
});

test("malformed, unknown, revoked and wrong tokens get the same answer", async () => {
  const { reader, machine } = team;
  const deleted = await seedToken(reader.id);
  await database().write((tx) => tx.token.delete({ where: { id: deleted.id } }));
  const last = reader.token.at(-1) === "a" ? "b" : "a";
  const answers = [
    ["one character too few", reader.token.slice(0, -1)],
    ["one character too many", `${reader.token}a`],
    ["a wrong checksum", `${reader.token.slice(0, -1)}${last}`],
    ["another prefix", reader.token.replace("nbp_", "nbi_")],
    ["another letter case", reader.token.toUpperCase()],
    ["a character outside the alphabet", `${reader.token.slice(0, 20)}-${reader.token.slice(21)}`],
    ["an unknown ID", guessAt("0000000000")],
    ["a revoked token", deleted.text],
    ["a wrong secret", guessAt(reader.publicId)],
    ["another token's secret", `${reader.token.slice(0, 14)}${machine.token.slice(14)}`],
  ];
  const seen = new Set<string>();
  for (const [what, text] of answers) {
    const { status, headers, body } = await withToken(text ?? "");
    const { request_id, ...rest } = body;
    expect(request_id, what).toMatch(/\S/);
    const names = [...headers.keys()].sort();
    seen.add(JSON.stringify([status, rest, names, headers.get("www-authenticate")]));
  }
  expect([...seen]).toEqual([
    JSON.stringify([
      401,
      { message: "token invalid", code: 401 },
      ["cache-control", "content-type", "www-authenticate"],
      INVALID,
    ]),
  ]);
});

test("a malformed token reaches no database and no bcrypt", async () => {
  const real = database();
  const queried = () => {
    throw new Error("the database was queried");
  };
  useDatabase({ ...real, prepared: queried, read: new Proxy(real.read, { get: queried }) });
  const work = await bcryptDuring(async () => {
    expect((await withToken(`${team.reader.token}a`)).status).toBe(401);
  });
  useDatabase(real);
  expect(work).toEqual(workOf({}));
});

test("expiry is reported only for the right secret", async () => {
  const { text, publicId } = await seedToken(team.person.id, { expiresAt: new Date() });
  const right = await withToken(text);
  expect(right).toMatchObject({ status: 401, body: { message: "token invalid" } });
  expect(right.headers.get("www-authenticate")).toBe(EXPIRED);
  expect((await withToken(text)).headers.get("www-authenticate"), "warm").toBe(EXPIRED);
  const wrong = await withToken(guessAt(publicId));
  expect(wrong).toMatchObject({ status: 401, body: { message: "token invalid" } });
  expect(wrong.headers.get("www-authenticate")).toBe(INVALID);
});

test("a block is reported only for the right secret", async () => {
  const blocked = await seedMember(team.account, { role: "user", isBlocked: true });
  expect((await withToken(blocked.token)).status).toBe(403);
  expect((await withToken(guessAt(blocked.publicId))).status).toBe(401);
});

test("an expired token of a blocked user is reported as expired", async () => {
  const blocked = await seedMember(team.account, { role: "user", isBlocked: true });
  const { text } = await seedToken(blocked.id, { expiresAt: new Date(Date.now() - 1) });
  expect((await withToken(text)).status).toBe(401);
});

test("a database failure is 503: no access, and no token reported as invalid", async () => {
  expect((await withToken(team.owner.token)).status).toBe(200);
  const real = database();
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  useDatabase({ ...real, prepared: () => Promise.reject(refused) });
  const answer = await withToken(team.owner.token);
  useDatabase(real);
  expect(answer).toMatchObject({
    status: 503,
    body: { message: "the database is not available, try again", code: 503 },
  });
  expect(answer.headers.get("retry-after")).toBe("1");
});
