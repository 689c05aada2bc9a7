import { removeFolder, startServer } from "../fixtures/server.ts";
import { expect, OWNER, test } from "../fixtures/test.ts";

test("wrong passwords from one address are stopped in time, and only there", async () => {
  const server = await startServer({ TRUSTED_PROXIES: "127.0.0.1", PASSWORD_BCRYPT_COST: "10" });
  await fetch(`${server.url}/api/setup`, { method: "POST", body: JSON.stringify(OWNER) });
  const { csrfToken, cookie } = await openForm(server.url);
  const signIn = (address: string, password: string) =>
    fetch(`${server.url}/api/auth/callback/credentials`, {
      method: "POST",
      headers: { cookie, "x-forwarded-for": address },
      body: new URLSearchParams({ csrfToken, email: OWNER.email, password, json: "true" }),
    });
  const wrongTimes = async (address: string, times: number) => {
    const statuses: number[] = [];
    // One by one: a busy machine turns away the last of many at once, before it looks at them.
    while (statuses.length < times) {
      statuses.push((await signIn(address, "not the password")).status);
    }
    return statuses;
  };
  const [guesser, person] = ["203.0.113.7", "198.51.100.9"];

  expect(await wrongTimes(person, 9)).toEqual(Array(9).fill(401));
  expect((await signIn(person, OWNER.password)).status, "the tenth attempt").toBe(200);
  expect(await wrongTimes(guesser, 11)).toEqual([...Array(10).fill(401), 429]);
  const refused = await signIn(guesser, OWNER.password);
  expect(refused.status, "not even with the right password").toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(300);
  expect(await refused.json()).toEqual({
    message: "Too many attempts to sign in. Wait a moment and try again.",
    code: 429,
    request_id: refused.headers.get("x-request-id"),
  });
  expect(refused.headers.getSetCookie().join()).not.toContain("roost-session");
  expect(await wrongTimes(person, 9), "a success gave the attempts back").toEqual(
    Array(9).fill(401),
  );
  expect((await signIn(person, OWNER.password)).status, "another address goes on").toBe(200);
  expect(await server.stop()).toBe(0);
  await removeFolder(server);
});

async function openForm(url: string) {
  const response = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await response.json();
  const pairs = response.headers.getSetCookie().map((line) => line.split(";")[0]);
  return { csrfToken, cookie: pairs.join("; ") };
}
