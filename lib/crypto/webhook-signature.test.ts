import { expect, test } from "vitest";
import { signWebhook } from "./webhook-signature.ts";

// The example that the libraries of Standard Webhooks are tested with.
const KEY = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
const CONTENT = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestamp: 1614265330,
  body: '{"test": 2432232314}',
};
const SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

test("the example of Standard Webhooks has its published signature", () => {
  expect(signWebhook(KEY, CONTENT)).toBe(SIGNATURE);
});

test.each([
  ["id", { id: "msg_p5jXN8AQM9LWM0D4loKWxJel" }],
  ["time", { timestamp: 1614265331 }],
  ["body", { body: '{"test":2432232314}' }],
])("another %s has another signature", (_, change) => {
  expect(signWebhook(KEY, { ...CONTENT, ...change })).not.toBe(SIGNATURE);
});
