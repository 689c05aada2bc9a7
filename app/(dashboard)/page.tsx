import { redirect } from "next/navigation";
import { PAGES } from "#lib/contract/pages.ts";
import { requireActor } from "../current-actor.ts";

/** Nobody stays here: after signing in one begins with the overview. */
export default async function StartPage() {
  await requireActor("/");
  redirect(PAGES.overview.path);
}
