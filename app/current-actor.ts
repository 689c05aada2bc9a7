import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "#lib/auth/actor.ts";
import { actorOf } from "#lib/auth/actor.ts";
import { originOf } from "#lib/auth/origin.ts";
import { changePasswordPath, signInPath } from "#lib/contract/page-paths.ts";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import { isRefusedCredential } from "#lib/contract/problem.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";

/** Who reads the page, or null; read once a request. A page is never opened by a token. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const incoming = new Headers(await headers());
  // The header as it came: the framework's own list of cookies keeps only the last of a name.
  const session = new Headers({ cookie: incoming.get("cookie") ?? "" });
  try {
    return await actorOf(session, originOf(incoming));
  } catch (error) {
    if (isRefusedCredential(error)) return null;
    throw error;
  }
});

/** The same for what the dashboard shows: null also for one who has to change a generated password. */
export async function dashboardActor(): Promise<Actor | null> {
  const actor = await currentActor();
  return actor?.generatedPassword === undefined ? actor : null;
}

/**
 * The reader of a page of the dashboard. Anyone else is sent to sign in, to change a generated
 * password, and back to `path`; or to set up.
 */
export async function requireActor(path: string): Promise<Actor> {
  const actor = await requireSignedIn(path);
  if (actor.generatedPassword !== undefined) redirect(changePasswordPath(path));
  return actor;
}

/** The reader who has to change a generated password; anyone else is sent to `path`. */
export async function requireGeneratedPassword(path: string) {
  const { generatedPassword, ...actor } = await requireSignedIn(path);
  if (generatedPassword === undefined) redirect(path);
  return { ...actor, generatedPassword };
}

async function requireSignedIn(path: string): Promise<Actor> {
  const actor = await currentActor();
  if (actor !== null) return actor;
  if ((await getInstanceStatus()).setupRequired) redirect(OTHER_PAGES.setup);
  redirect(signInPath(path));
}

/** Sends a reader who is signed in already to the dashboard. */
export async function redirectSignedIn(): Promise<void> {
  if ((await currentActor()) !== null) redirect("/");
}
