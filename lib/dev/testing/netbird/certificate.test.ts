import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { get } from "node:https";
import { expect, test } from "vitest";
import { netbirdServer } from "../netbird.ts";
import { selfSigned } from "./certificate.ts";

test("a client refuses the certificate unless it names it as an authority", async () => {
  const tls = selfSigned();
  const server = await netbirdServer({ tls });
  const url = `${server.url}/api/instance`;
  const [refused] = await once(get(url), "error").catch((error) => [error]);
  expect(refused).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  const [answer] = await once(get(url, { ca: tls.cert }), "response");
  answer.resume();
  expect(answer.statusCode).toBe(200);
  const certificate = new X509Certificate(tls.cert);
  expect([certificate.checkHost("localhost"), certificate.ca]).toEqual(["localhost", true]);
});
