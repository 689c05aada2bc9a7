import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "#lib/auth/actor.ts";
import { actorOf } from "#lib/auth/actor.ts";
import { originOf } from "#lib/auth/origin.ts";
import { isProblem } from "#lib/contract/problem.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";

/** Who reads the page, or null; read once a request. A page is never opened by a token. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const incoming = new Headers(await headers());
  // The header as it came: the framework's own list of cookies keeps only the last of a name.
  const session = new Headers({ cookie: incoming.get("cookie") ?? "" });
  try {
    return await actorOf(session, originOf(incoming));
  } catch (error) {
    if (isProblem(error) && ["unauthenticated", "forbidden"].includes(error.problem)) return null;
    throw error;
  }
});

/** The signed-in reader of a page; anyone else is sent to sign in and back to `path`, or to set up. */
export async function requireActor(path: string): Promise<Actor> {
  const actor = await currentActor();
  if (actor !== null) return actor;
  if ((await getInstanceStatus()).setupRequired) redirect("/setup");
  redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}

/** Sends a reader who is signed in already to the dashboard. */
export async function redirectSignedIn(): Promise<void> {
  if ((await currentActor()) !== null) redirect("/");
}
