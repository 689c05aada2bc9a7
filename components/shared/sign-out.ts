import { notifyProblem } from "#components/ui/notify.tsx";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import { signOut } from "#lib/contract/session-client.ts";

/** Ends the session and opens the sign-in; on failure shows a notification and stays. */
export async function signOutAndLeave(): Promise<void> {
  if (await signOut()) return window.location.assign(OTHER_PAGES.signIn);
  notifyProblem({
    title: "You are still signed in",
    description: "The server did not end the session. Try again.",
  });
}
