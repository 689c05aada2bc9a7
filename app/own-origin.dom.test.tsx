import { expect, test } from "vitest";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { ownOrigin } from "./own-origin.ts";
import { HOST } from "./testing/visitor.ts";

test("the origin in examples is the configured one, whatever host a proxy passes on", async () => {
  useTestSettings({ publicUrl: "https://roost.example.com:8443", publicUrlConfigured: true });
  expect(await ownOrigin()).toBe("https://roost.example.com:8443");
});

test("without a configured one it is the host of the request", async () => {
  useTestSettings({ publicUrl: "http://127.0.0.1:4000", publicUrlConfigured: false });
  expect(await ownOrigin()).toBe(`http://${HOST}`);
});
