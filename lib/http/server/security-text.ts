import type { IncomingMessage, ServerResponse } from "node:http";
import { DAY_MS } from "#lib/contract/durations.ts";
import { sendProblem } from "./problem-answer.ts";

export const SECURITY_TEXT_PATH = "/.well-known/security.txt";

/** Well below the year that RFC 9116 recommends as the most, and counted from each response. */
const VALID_DAYS = 180;
const CACHED_SECONDS = 3600;

/** The content of security.txt (RFC 9116). A canonical address must be https (2.5.2). */
export function securityText(contact: string, publicUrl: string, now: Date): string {
  const expires = new Date(now.getTime() + VALID_DAYS * DAY_MS).toISOString();
  return [
    `Contact: ${contact}`,
    `Expires: ${expires.replace(/\.\d+Z$/, "Z")}`,
    ...(publicUrl.startsWith("https:") ? [`Canonical: ${publicUrl}${SECURITY_TEXT_PATH}`] : []),
    "Preferred-Languages: en",
    "",
  ].join("\n");
}

/** Sends security.txt; 404 without a contact. */
export function sendSecurityText(
  request: IncomingMessage,
  response: ServerResponse,
  given: { contact: string | undefined; publicUrl: string; requestId: string },
): void {
  const { contact, publicUrl, requestId } = given;
  if (contact === undefined) {
    const message = "no security contact is set here";
    sendProblem(request, response, { status: 404, message, requestId, json: false });
    return;
  }
  const text = securityText(contact, publicUrl, new Date());
  response.writeHead(200, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": `public, max-age=${CACHED_SECONDS}`,
  });
  response.end(request.method === "HEAD" ? undefined : text);
}
