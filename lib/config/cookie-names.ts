import { createHmac } from "node:crypto";

const KINDS = ["session", "csrf"] as const;
type Kind = (typeof KINDS)[number];

/** Whether cookies are `Secure`: exactly if the public URL is https. */
export const secureCookies = ({ publicUrl }: { publicUrl: string }) =>
  publicUrl.startsWith("https://");

/**
 * The name of a cookie of this installation: equal on all replicas and different for each secret,
 * because cookies of one host are shared by all its ports. `__Host-` keeps other hosts of
 * the same domain from setting it.
 */
export function cookieName(kind: Kind, given: { secret: string; publicUrl: string }): string {
  const mark = createHmac("sha256", given.secret).update("roost cookie names").digest("hex");
  return `${secureCookies(given) ? "__Host-" : ""}roost-${kind}-${mark.slice(0, 8)}`;
}

/**
 * Matches `name=value` of such a cookie of any installation or older version; group 1 is the name.
 */
export const SECRET_COOKIE = new RegExp(
  `((?:roost-(?:${KINDS.join("|")})-[0-9a-f]{8}|next-auth\\.(?:session|csrf)-token)(?:\\.\\d+)?=)[^;\\s"\\\\]+`,
  "g",
);
