import { expect, test } from "vitest";
import { readEnvironment } from "./environment.ts";
import { isSettingsError } from "./settings-error.ts";

const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 0xab).toString("base64")}`;
const SECRET = secretOf(32);

const webhookOf = (url: string, secret = SECRET) =>
  readEnvironment({ NOTICE_WEBHOOK_URL: url, NOTICE_WEBHOOK_SECRET: secret }, "/").noticeWebhook;

function linesOf(url: string, secret: string): string[] {
  try {
    webhookOf(url, secret);
  } catch (error) {
    if (isSettingsError(error)) return error.lines;
    throw error;
  }
  return [];
}

test("NOTICE_WEBHOOK_SECRET without NOTICE_WEBHOOK_URL is ignored", () => {
  expect(readEnvironment({ NOTICE_WEBHOOK_SECRET: SECRET }, "/").noticeWebhook).toBeUndefined();
});

test("refuses an address without a secret in one line", () => {
  expect(linesOf("https://hooks.example.test/a", "")).toEqual([
    "NOTICE_WEBHOOK_SECRET is required when NOTICE_WEBHOOK_URL is set",
  ]);
});

test.each(["hunter2", "//hunter2", "ftp://hunter2.test", "https://", "http://a:hunter2%zz@b.test"])(
  "refuses the address %s in one line that does not contain it",
  (url) => {
    expect(linesOf(url, SECRET)).toEqual([
      "NOTICE_WEBHOOK_URL must be an http:// or https:// address",
    ]);
  },
);

test.each([
  secretOf(23),
  secretOf(65),
  secretOf(32).slice("whsec_".length),
  secretOf(32).replace("=", ""),
  `${secretOf(32)}=`,
  secretOf(32).replaceAll("q", "-"),
  "whsec_",
])("the secret %s is refused with one line that does not repeat it", (secret) => {
  expect(linesOf("https://hooks.example.test", secret)).toEqual([
    "NOTICE_WEBHOOK_SECRET must be whsec_ and the base64 of 24 to 64 random bytes",
  ]);
});

test.each([24, 64])("a secret of %i bytes is the signing key", (bytes) => {
  expect(webhookOf("https://hooks.example.test", secretOf(bytes))?.key).toEqual(
    Buffer.alloc(bytes, 0xab),
  );
});

test("moves user and password from the address into the header", () => {
  const found = webhookOf("https://jos%C3%A9:p%40ss@hooks.example.test:8443/in?key=1");
  expect(found).toMatchObject({
    url: "https://hooks.example.test:8443/in?key=1",
    origin: "https://hooks.example.test:8443",
    authorization: `Basic ${Buffer.from("josé:p@ss").toString("base64")}`,
  });
  expect(webhookOf("http://127.0.0.1:9/in")?.authorization).toBeUndefined();
});
