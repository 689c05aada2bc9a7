import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { namesLoopback } from "./loopback.ts";
import { SettingsError } from "./settings-error.ts";

/** The NetBird server behind Roost, as the variables name it. */
type NetBirdVariables = { url: string; token: string; caFile: string | undefined };

/** The NetBird server behind Roost. */
export type NetBirdServer = {
  /** The origin. */
  url: string;
  /** The access token of the broker: an opaque string. */
  token: string;
  /** PEM certificates of its authority, which replace the usual ones; undefined for those. */
  ca: string | undefined;
};

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname, search, hash } = new URL(text);
  const web = protocol === "https:" || protocol === "http:";
  return web && `${username}${password}${search}${hash}` === "" && pathname === "/";
}

export const netbirdUrl = z
  .string()
  .refine(isOrigin, "must be an https:// address without user, path and query")
  .refine((text) => !isOrigin(text) || text.startsWith("https:") || namesLoopback(text), {
    error: "must be an https:// address: http:// is for this machine only",
  })
  .optional();

export const netbirdToken = z
  .string()
  .regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters without blanks")
  .optional();

/** The server named by the validated variables; undefined if there is none. */
export function netbirdServerOf(
  url: string | undefined,
  token: string | undefined,
  caFile: string | undefined,
): NetBirdVariables | undefined {
  if (url === undefined || token === undefined) return undefined;
  return { url: new URL(url).origin, token, caFile };
}

/** Reads the file of certificates, relative to `root`; a SettingsError names the variable. */
export function withAuthority(
  { url, token, caFile }: NetBirdVariables,
  root: string,
): NetBirdServer {
  return {
    url,
    token,
    ca: caFile === undefined ? undefined : certificatesIn(resolve(root, caFile)),
  };
}

function certificatesIn(path: string): string {
  const refuse = (reason: string) => new SettingsError([`NETBIRD_CA_FILE ${path} ${reason}`]);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${error.code})` : "";
    throw refuse(`cannot be read${code}`);
  }
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw refuse("contains no PEM certificate");
  for (const certificate of certificates) {
    if (!isCertificate(certificate)) throw refuse("contains a damaged certificate");
  }
  return certificates.join("\n");
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
