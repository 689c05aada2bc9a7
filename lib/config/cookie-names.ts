import { createHmac } from "node:crypto";

const KINDS = ["session", "csrf"] as const;
type Kind = (typeof KINDS)[number];

/** Cookies are `Secure` exactly where people reach Roost over https. */
export const secureCookies = ({ publicUrl }: { publicUrl: string }) =>
  publicUrl.startsWith("https://");

/**
 * The name of a cookie of this installation: the same on each replica, and another one for each
 * secret, because cookies of one host are shared by all its ports. `__Host-` keeps other hosts of
 * the same domain from setting it.
 */
export function cookieName(kind: Kind, given: { secret: string; publicUrl: string }): string {
  const mark = createHmac("sha256", given.secret).update("roost cookie names").digest("hex");
  return `${secureCookies(given) ? "__Host-" : ""}roost-${kind}-${mark.slice(0, 8)}`;
}

/** `name=value` of such a cookie of any installation, or of one from before; the name is group 1. */
export const SECRET_COOKIE = new RegExp(
  `((?:roost-(?:${KINDS.join("|")})-[0-9a-f]{8}|next-auth\\.(?:session|csrf)-token)(?:\\.\\d+)?=)[^;\\s"\\\\]+`,
  "g",
);
