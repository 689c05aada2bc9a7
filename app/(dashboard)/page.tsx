import { redirect } from "next/navigation";
import { USERS_PATH, userPath } from "#components/users/user-paths.ts";
import { canBegin } from "#lib/policy/can.ts";
import { requireActor } from "../current-actor.ts";

/** Nobody stays here: the team for those who may see it, for anyone else their own page. */
export default async function StartPage() {
  const actor = await requireActor("/");
  const seesTeam = canBegin(actor, "users.list").allowed;
  redirect(seesTeam ? USERS_PATH : userPath({ id: actor.userId, isServiceUser: false }));
}
