import { beforeEach, expect, test } from "vitest";
import { nextAuthOptions } from "#lib/auth/next-auth-options.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { bcryptDuring, holdBcrypt, workOf } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededUser,
  seedAccount,
  seedUser,
  TEST_PASSWORD,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { isKnownNetwork } from "#lib/services/sessions/known-networks.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

const HOME = "2001:db8:1:2:3:4:5:6";
const HOME_AGAIN = "2001:db8:1:2::9";
const ELSEWHERE = "2001:db8:1:3::9";

let person: SeededUser;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  person = await seedUser(await seedAccount(), { role: "user" });
});

const from = (address: string) => ({ address, userAgent: "test", requestId: "test" });
const signInFrom = (address: string, password = TEST_PASSWORD) =>
  signIn({ email: person.email, password }, from(address));
const rows = () => database().read.knownNetwork.findMany();

/** Signs in the way next-auth does. */
async function authorize(address: string): Promise<unknown> {
  const [provider] = nextAuthOptions(from(address), [], (error) => {
    throw error;
  }).providers;
  if (provider?.type !== "credentials") throw new Error("no credentials provider");
  const { authorize: check } = provider.options as typeof provider;
  return check({ email: ` ${person.email.toUpperCase()}`, password: TEST_PASSWORD }, {} as never);
}

test("a sign-in makes its network known for its user, whose next one waits in the known lane", async () => {
  expect(await bcryptDuring(() => authorize(HOME))).toEqual(workOf({ password: 1 }));
  expect(await bcryptDuring(() => authorize(HOME_AGAIN))).toEqual(workOf({ known: 1 }));
  expect(await bcryptDuring(() => authorize(ELSEWHERE))).toEqual(workOf({ password: 1 }));
  expect(await isKnownNetwork("another@example.test", HOME)).toBe(false);
  expect(await rows()).toHaveLength(2);
});

test("neither a wrong password nor a blocked user makes a network known", async () => {
  await expect(signInFrom(HOME, "not the password")).rejects.toThrow();
  await database().write((tx) => tx.user.updateMany({ data: { isBlocked: true } }));
  await expect(signInFrom(HOME)).rejects.toThrow();
  expect(await rows()).toEqual([]);
});

test("a network is known for thirty days after its last sign-in", async () => {
  await signInFrom(HOME);
  const ageBy = (ms: number) =>
    database().write((tx) =>
      tx.knownNetwork.updateMany({ data: { lastSignInAt: new Date(Date.now() - ms) } }),
    );
  await ageBy(30 * DAY_MS - 60_000);
  expect(await isKnownNetwork(person.email, HOME)).toBe(true);
  await ageBy(30 * DAY_MS + 1);
  expect(await isKnownNetwork(person.email, HOME)).toBe(false);
  await signInFrom(ELSEWHERE);
  expect(await rows()).toMatchObject([{ network: "2001:db8:1:3" }]);
});

test("deleting a user deletes their networks", async () => {
  await signInFrom(HOME);
  await database().write((tx) => tx.user.delete({ where: { id: person.id } }));
  expect(await rows()).toEqual([]);
});

test.each(["\0", "\ud800@example.test", "x".repeat(10_000)])(
  "an invalid email has no known network: %j",
  async (email) => expect(await isKnownNetwork(email, HOME)).toBe(false),
);

test("a password change during a sign-in with the old one opens no session", async () => {
  const hold = holdBcrypt();
  const answered = signInFrom(HOME);
  await hold.waiting;
  await database().write((tx) => tx.user.updateMany({ data: { passwordHash: "$2b$04$changed" } }));
  hold.release();
  await expect(answered).rejects.toMatchObject({ problem: "unauthenticated" });
  expect(await database().read.session.count()).toBe(0);
  expect(await rows()).toEqual([]);
  expect(
    (await database().read.user.findUniqueOrThrow({ where: { id: person.id } })).passwordHash,
  ).toBe("$2b$04$changed");
});
