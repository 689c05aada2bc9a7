import { z } from "zod";

/** The receiver of notices and the signing key. */
export type NoticeWebhook = {
  /** Without user and password, which are in `authorization`. */
  url: string;
  /** The part of the address that may be shown and logged; a path or query may contain a secret. */
  origin: string;
  /** The header's value if the address has a user or password. */
  authorization: string | undefined;
  key: Buffer;
};

const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;
const KEY_BYTES = { min: 24, max: 64 } as const;

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (
    (protocol === "http:" || protocol === "https:") &&
    decoded(username) !== undefined &&
    decoded(password) !== undefined
  );
}

/** Decodes percent-encodings; undefined if one is invalid. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The key of a Standard Webhooks secret; undefined if it is malformed. */
function keyOf(secret: string): Buffer | undefined {
  const [, base64 = ""] = SECRET.exec(secret) ?? [];
  const key = Buffer.from(base64, "base64");
  const whole = key.toString("base64") === base64;
  return whole && key.length >= KEY_BYTES.min && key.length <= KEY_BYTES.max ? key : undefined;
}

export const webhookUrl = z
  .string()
  .refine(isWebAddress, "must be an http:// or https:// address")
  .optional();

export const webhookSecret = z
  .string()
  .refine(
    (text) => keyOf(text) !== undefined,
    `must be whsec_ and the base64 of ${KEY_BYTES.min} to ${KEY_BYTES.max} random bytes`,
  )
  .optional();

/** The receiver set by the two validated variables; undefined if notices are off. */
export function noticeWebhookOf(
  url: string | undefined,
  secret: string | undefined,
): NoticeWebhook | undefined {
  const key = secret === undefined ? undefined : keyOf(secret);
  if (url === undefined || key === undefined) return undefined;
  const address = new URL(url);
  const { username, password, origin } = address;
  const named = `${decoded(username)}:${decoded(password)}`;
  const basic = `Basic ${Buffer.from(named).toString("base64")}`;
  Object.assign(address, { username: "", password: "" });
  const authorization = username === "" && password === "" ? undefined : basic;
  return { url: address.href, origin, authorization, key };
}
