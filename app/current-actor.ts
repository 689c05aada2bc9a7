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

/** The actor of a page, or null; loaded once per request. Pages accept sessions only, no tokens. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const incoming = new Headers(await headers());
  // The raw header: the framework's cookie list keeps only the last cookie of a name.
  const session = new Headers({ cookie: incoming.get("cookie") ?? "" });
  try {
    return await actorOf(session, originOf(incoming));
  } catch (error) {
    if (isRefusedCredential(error)) return null;
    throw error;
  }
});

/** The actor of a dashboard page: null also for a user who has to change a generated password. */
export async function dashboardActor(): Promise<Actor | null> {
  const actor = await currentActor();
  return actor?.generatedPassword === undefined ? actor : null;
}

/**
 * The actor of a dashboard page. Redirects others to the setup, the sign-in or the change of a
 * generated password, and then back to `path`.
 */
export async function requireActor(path: string): Promise<Actor> {
  const actor = await requireSignedIn(path);
  if (actor.generatedPassword !== undefined) redirect(changePasswordPath(path));
  return actor;
}

/** The actor who has to change a generated password; redirects others to `path`. */
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

/** Redirects signed-in users to the dashboard. */
export async function redirectSignedIn(): Promise<void> {
  if ((await currentActor()) !== null) redirect("/");
}
