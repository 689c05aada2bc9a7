import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { signWebhook } from "./webhook-signature.ts";

const KEY = Buffer.alloc(32, 7);
const TEXT = '{"type":"webhook.test","timestamp":"2026-11-25T08:00:00.000Z"}';

type Check = (headers: Record<string, string>, text: string) => boolean;

/** The receiver's check as docs/notices.md shows it. */
async function documentedCheck(): Promise<Check> {
  const page = readFileSync(join(repositoryRoot(), "docs/notices.md"), "utf8");
  const [, code = ""] = /```js\n(.+?)```/s.exec(page) ?? [];
  vi.stubEnv("NOTICE_WEBHOOK_SECRET", `whsec_${KEY.toString("base64")}`);
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return module.isFromRoost;
}

function headersFor(timestamp: number, key = KEY): Record<string, string> {
  const signature = signWebhook(key, { id: "a_expired", timestamp, body: TEXT });
  return {
    "webhook-id": "a_expired",
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signature,
  };
}

test("the documented check accepts what Roost signs, and nothing else", async () => {
  const isFromRoost = await documentedCheck();
  const now = Math.floor(Date.now() / 1000);
  const headers = headersFor(now);
  expect(isFromRoost(headers, TEXT)).toBe(true);
  const two = `v1,AAAA ${headers["webhook-signature"]}`;
  expect(isFromRoost({ ...headers, "webhook-signature": two }, TEXT)).toBe(true);
  expect(isFromRoost(headers, TEXT.replace("test", "tset"))).toBe(false);
  expect(isFromRoost({ ...headers, "webhook-id": "b_expired" }, TEXT)).toBe(false);
  expect(isFromRoost(headersFor(now, Buffer.alloc(32, 8)), TEXT)).toBe(false);
  expect(isFromRoost(headersFor(now - 301), TEXT)).toBe(false);
  expect(isFromRoost(headersFor(now + 310), TEXT)).toBe(false);
  expect(isFromRoost({}, TEXT)).toBe(false);
});
