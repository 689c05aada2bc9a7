import { redirect } from "next/navigation";
import { OVERVIEW_PATH } from "#components/overview/overview-path.ts";
import { requireActor } from "../current-actor.ts";

/** Nobody stays here: after signing in one begins with the overview. */
export default async function StartPage() {
  await requireActor("/");
  redirect(OVERVIEW_PATH);
}
