import { expect, test } from "vitest";
import { sendWebhook } from "./send-webhook.ts";

test("names a port that fetch refuses as the reason, not the network", async () => {
  const origin = "http://127.0.0.1:6000";
  const webhook = { url: `${origin}/`, origin, authorization: undefined, key: Buffer.alloc(32) };
  const body = { type: "webhook.test", timestamp: "", data: { url: "" } } as const;
  expect(await sendWebhook(webhook, { id: "test_1", body }, { now: new Date() })).toEqual({
    delivered: false,
    reason: "the port is not allowed for HTTP",
  });
});
