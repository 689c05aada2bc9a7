import { expect, test } from "@playwright/test";
import { removeFolder, startServer } from "../fixtures/server.ts";
import { OWNER } from "../fixtures/test.ts";

test("a server with a public address prints the code that its setup needs", async () => {
  const server = await startServer({ NEXTAUTH_URL: "https://roost.example.test" });
  const setUp = (setup_code?: string) =>
    fetch(`${server.url}/api/setup`, {
      method: "POST",
      body: JSON.stringify({ ...OWNER, setup_code }),
    });
  const printed = async () => /^Setup code: (\S+)$/m.exec(await server.log())?.[1] ?? "";
  await expect.poll(printed).toMatch(/^(\w{5}-){3}\w{5}$/);
  expect((await setUp()).status).toBe(422);
  expect((await setUp(await printed())).status).toBe(200);
  expect(await server.stop()).toBe(0);
  await removeFolder(server);
});
