import { expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { requestText, sendRaw, startHttpServer } from "#lib/dev/testing/http-server.ts";
import { securityText } from "./security-text.ts";

const GET = "GET /.well-known/security.txt";
const securityContact = "mailto:security@roost.example";
const publicUrl = "https://roost.example";

test("security.txt names the contact, its own https address, and an expiry within a year", async () => {
  const { port } = await startHttpServer({ securityContact, publicUrl });
  const { status, headers, text } = await sendRaw(port, requestText(GET));
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(headers.get("cache-control")).toBe("public, max-age=3600");
  const [, expires = ""] = /^Expires: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/m.exec(text) ?? [];
  const left = new Date(expires).getTime() - Date.now();
  expect(left).toBeGreaterThan(90 * DAY_MS);
  expect(left).toBeLessThan(365 * DAY_MS);
  expect(text).toBe(
    `Contact: ${securityContact}\nExpires: ${expires}\n` +
      `Canonical: ${publicUrl}/.well-known/security.txt\nPreferred-Languages: en\n`,
  );
});

test("without https there is no canonical address (RFC 9116 2.5.2)", () => {
  const text = securityText(securityContact, "http://127.0.0.1:3000", new Date(0));
  expect(text).toBe(
    `Contact: ${securityContact}\nExpires: 1970-06-30T00:00:00Z\nPreferred-Languages: en\n`,
  );
});

test("HEAD returns the same headers without the text", async () => {
  const { port } = await startHttpServer({ securityContact, publicUrl });
  const { status, headers, text } = await sendRaw(port, requestText(GET.replace("GET", "HEAD")));
  expect([status, text]).toEqual([200, ""]);
  expect(Number(headers.get("content-length"))).toBeGreaterThan(100);
});

test("returns 404, which is not stored, without a contact", async () => {
  const { port } = await startHttpServer();
  const { status, headers } = await sendRaw(port, requestText(GET));
  expect(status).toBe(404);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
});
