import { headers } from "next/headers";
import { settings } from "#lib/config/settings.ts";

/**
 * The origin at which users reach this installation: the configured one, since a proxy may pass on
 * a host without its port; else the one in the user's address bar.
 */
export async function ownOrigin(): Promise<string> {
  const { publicUrl, publicUrlConfigured } = settings();
  if (publicUrlConfigured) return publicUrl;
  const { protocol, host } = new URL(publicUrl);
  return `${protocol}//${(await headers()).get("host") ?? host}`;
}
