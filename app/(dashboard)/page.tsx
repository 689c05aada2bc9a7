import { redirect } from "next/navigation";
import { PAGES } from "#lib/contract/pages.ts";
import { requireActor } from "../current-actor.ts";

/** Redirects to the overview. */
export default async function StartPage() {
  await requireActor("/");
  redirect(PAGES.overview.path);
}
