import { expect, test } from "@playwright/test";
import { changeDatabase } from "#lib/dev/testing/change-database.ts";
import { type Replicas, startReplicas } from "../fixtures/replicas.ts";
import { removeFolder } from "../fixtures/server.ts";
import { OWNER } from "../fixtures/test.ts";

/* What one of two replicas does applies to the next request to the other. */

test.describe.configure({ mode: "serial" });

let pair: Replicas;
let first: string;
let second: string;
let owner: { id: string; token: string };

test.beforeAll(async () => {
  pair = await startReplicas({ PASSWORD_BCRYPT_COST: "10" });
  [first, second] = [pair.each[0].url, pair.each[1].url];
});
test.afterAll(async () => {
  await pair.stop();
  await removeFolder(pair);
});

type Given = { token?: string; cookie?: string; body?: unknown; key?: string };

async function call(method: string, url: string, { token, cookie, body, key }: Given = {}) {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token ? { authorization: `Token ${token}` } : {}),
      ...(cookie ? { cookie, origin: pair.url } : {}),
      ...(key ? { "idempotency-key": key } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

const asOwner = (method: string, url: string, body?: unknown) =>
  call(method, url, { token: owner.token, body });

const currentUser = (replica: string, given: Given) =>
  call("GET", `${replica}/api/users/current`, given);

const pairsOf = (response: Response) =>
  response.headers.getSetCookie().map((line) => line.split(";")[0]);

/** Signs in at one replica with a form of the other; returns the session's cookie. */
async function signIn(email: string, password: string): Promise<string> {
  const form = await fetch(`${first}/api/auth/csrf`);
  const { csrfToken } = await form.json();
  const signedIn = await fetch(`${second}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: pairsOf(form).join("; "), origin: pair.url },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  expect(signedIn.status).toBe(200);
  return pairsOf(signedIn).join("; ");
}

/** A person with the password that was generated for them. */
async function newPerson(name: string, role: string) {
  const email = `${name}@example.test`;
  const body = { name, email, role, auto_groups: [], is_service_user: false };
  const made = await asOwner("POST", `${first}/api/users`, body);
  return { id: made.body.id as string, email, password: made.body.password as string, role };
}

async function newToken(userId: string, name: string): Promise<{ id: string; token: string }> {
  const body = { name, expires_in: 30 };
  const made = await asOwner("POST", `${first}/api/users/${userId}/tokens`, body);
  expect(made.status).toBe(200);
  return { id: made.body.personal_access_token.id, token: made.body.plain_token };
}

test("replicas that start at the same time migrate the database once", async () => {
  const names = await changeDatabase(
    pair.databaseUrl,
    (tx) => tx.$queryRaw<{ name: string }[]>`SELECT migration_name AS name FROM _prisma_migrations`,
  );
  expect(names.length).toBeGreaterThan(0);
  expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
  expect(await pair.log()).not.toMatch(/"level":(?:40|50|60)/);
});

test("the setup on one replica is over on the other", async () => {
  const before = await call("GET", `${second}/api/instance`);
  expect(before.body).toEqual({ setup_required: true });
  const body = { ...OWNER, create_pat: true, pat_expire_in: 30 };
  const made = await call("POST", `${first}/api/setup`, { body });
  expect(made.status).toBe(200);
  owner = { id: made.body.user_id, token: made.body.personal_access_token };
  expect((await call("GET", `${second}/api/instance`)).body).toEqual({ setup_required: false });
  expect((await call("POST", `${second}/api/setup`, { body })).status).toBe(412);
});

test("a session of one replica is used on the other, and ends there with its sign-out", async () => {
  const cookie = await signIn(OWNER.email, OWNER.password);
  for (const replica of [first, second]) {
    expect((await currentUser(replica, { cookie })).body).toMatchObject({ id: owner.id });
  }
  const form = await fetch(`${second}/api/auth/csrf`, { headers: { cookie } });
  const { csrfToken } = await form.json();
  await fetch(`${second}/api/auth/signout`, {
    method: "POST",
    headers: { cookie: [cookie, ...pairsOf(form)].join("; "), origin: pair.url },
    body: new URLSearchParams({ csrfToken, json: "true" }),
    redirect: "manual",
  });
  expect((await currentUser(first, { cookie })).status).toBe(401);
});

test("a token works on the other replica at once, and not any more once it is revoked", async () => {
  const { id, token } = await newToken(owner.id, "short life");
  for (const replica of [second, first]) {
    expect((await currentUser(replica, { token })).status).toBe(200);
  }
  const revoked = await asOwner("DELETE", `${first}/api/users/${owner.id}/tokens/${id}`);
  expect(revoked.status).toBe(200);
  expect((await currentUser(second, { token })).status).toBe(401);
});

test("a block, a role and a password of one replica apply to the next request to the other", async () => {
  const person = await newPerson("person", "admin");
  const cookie = await signIn(person.email, person.password);
  const path = `${first}/api/users/${person.id}`;
  expect((await currentUser(second, { cookie })).body).toMatchObject({ role: "admin" });
  const change = (given: object) =>
    asOwner("PUT", path, { role: "auditor", auto_groups: [], is_blocked: false, ...given });
  expect((await change({})).status).toBe(200);
  expect((await currentUser(second, { cookie })).status).toBe(401);

  const again = await signIn(person.email, person.password);
  expect((await currentUser(second, { cookie: again })).status).toBe(200);
  expect((await change({ is_blocked: true })).status).toBe(200);
  expect((await currentUser(second, { cookie: again })).status).toBe(401);
  expect((await change({ is_blocked: false })).status).toBe(200);

  const [kept, other] = [
    await signIn(person.email, person.password),
    await signIn(person.email, person.password),
  ];
  expect((await currentUser(second, { cookie: other })).status).toBe(200);
  const changed = await call("PUT", `${path}/password`, {
    cookie: kept,
    body: { old_password: person.password, new_password: "another long enough password" },
  });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  expect((await currentUser(second, { cookie: other })).status).toBe(401);
});

test("a POST repeated on the other replica with its Idempotency-Key is carried out once", async () => {
  const body = { name: "made once", role: "user", is_service_user: true, auto_groups: [] };
  const given = { token: owner.token, body, key: crypto.randomUUID() };
  const create = (replica: string) => call("POST", `${replica}/api/users`, given);
  const answers = await Promise.all([first, second].map(create));
  answers.push(await create(first), await create(second));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  const made = answers.find(({ status }) => status === 200)?.body.id;
  for (const { status, body: refusal } of answers) {
    if (status === 409) expect(refusal.resource_id).toBe(made);
  }
});

test("a replica that stops under load loses no request and no counted use", async () => {
  const { id, token } = await newToken(owner.id, "load");
  const sent = { reads: 0, writes: 0 };
  const wrong: string[] = [];
  let stopping = true;
  const client = async (at: number) => {
    for (let step = 0; stopping || step < 40; step += 1) {
      const isWrite = step % 4 === 3;
      const answer = await (isWrite
        ? call("POST", `${pair.url}/api/groups`, { token, body: { name: `${at} ${step}` } })
        : currentUser(pair.url, { token }));
      sent[isWrite ? "writes" : "reads"] += 1;
      if (answer.status !== 200) wrong.push(`${answer.status} ${JSON.stringify(answer.body)}`);
    }
  };
  const clients = Promise.all(Array.from({ length: 8 }, (_, at) => client(at)));
  await expect.poll(() => sent.writes).toBeGreaterThan(16);
  expect(await pair.each[0].stop()).toBe(0);
  stopping = false;
  await clients;
  expect(wrong).toEqual([]);
  const usage = await asOwner("GET", `${second}/api/users/${owner.id}/tokens/${id}/usage`);
  const counts = usage.body.by_operation.map(
    ({ operation, count }: { operation: string; count: number }) => [operation, count],
  );
  expect(Object.fromEntries(counts)).toEqual({
    "users.current": sent.reads,
    "groups.create": sent.writes,
  });
});
