import { Status } from "#components/ui/status.tsx";
import type { UserView } from "#lib/contract/views.ts";

type Shown = Pick<UserView, "status" | "pendingApproval">;

/** The label of a user's status. */
export function statusWord({ status, pendingApproval }: Shown): string {
  if (pendingApproval) return "Pending";
  return { active: "Active", invited: "Invited", blocked: "Blocked" }[status];
}

export function UserStatus({ user }: { user: Shown }) {
  const word = statusWord(user);
  const tone = word === "Active" ? "good" : word === "Blocked" ? "bad" : "idle";
  return <Status tone={tone}>{word}</Status>;
}
