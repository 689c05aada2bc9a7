import { useWrite } from "#components/shared/use-write.ts";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import type { CallFailure } from "#lib/contract/client.ts";
import type { Role } from "#lib/contract/fields.ts";
import { secondsOf } from "./invite-schema.ts";
import { shownLink, shownPassword } from "./shown-invite.tsx";

/** The method of an invite: a link to set a password, or a generated password. */
export type InviteMethod = "link" | "password";
type Invited = { name: string; email: string; role: Role; auto_groups: string[]; days: number };
type Result = { ok: true; made: ShownOnce } | { ok: false; failure: CallFailure } | null;

/** Invites a user and returns the secret to show once; null while another call runs. */
export function useInvite() {
  const { write, pending } = useWrite();
  const byLink = async ({ days, ...body }: Invited): Promise<Result> => {
    const result = await write("invites.create", {
      body: { ...body, expires_in: secondsOf(days) },
    });
    if (result === null || !result.ok) return result;
    const { invite_token, expires_at } = result.data;
    return { ok: true, made: shownLink(body, invite_token, new Date(expires_at)) };
  };
  const withPassword = async ({ days: _, ...body }: Invited): Promise<Result> => {
    const result = await write("users.create", { body: { ...body, is_service_user: false } });
    if (result === null || !result.ok) return result;
    return { ok: true, made: shownPassword(body, result.data.password ?? "") };
  };
  const invite = (method: InviteMethod, invited: Invited) =>
    method === "link" ? byLink(invited) : withPassword(invited);
  return { invite, write, pending };
}
