import { headers } from "next/headers";
import { settings } from "#lib/config/settings.ts";

/** The origin in the user's address bar. */
export async function ownOrigin(): Promise<string> {
  const { protocol, host } = new URL(settings().publicUrl);
  return `${protocol}//${(await headers()).get("host") ?? host}`;
}
