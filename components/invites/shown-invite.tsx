import { isolated } from "#components/ui/isolated.ts";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { GENERATED_PASSWORD_DAYS } from "#lib/contract/generated-password.ts";
import { invitePath } from "#lib/contract/page-paths.ts";

type Invited = { name: string; email: string };

/** The link of a new or resent invite, for the popup that shows it once. */
export function shownLink({ name, email }: Invited, token: string, expiresAt: Date): ShownOnce {
  return {
    title: "Invite link created",
    description: (
      <>
        Send this link to <bdi>{name}</bdi> ({email}). Anyone who has it can set the password. It
        cannot be shown again. Expires <RelativeTime at={expiresAt} />.
      </>
    ),
    secret: { label: "Invite link", text: `${window.location.origin}${invitePath(token)}` },
    copyLabel: "Copy link",
  };
}

/** The generated password of a new user, for the popup that shows it once. */
export function shownPassword({ name, email }: Invited, password: string): ShownOnce {
  return {
    title: "User created",
    description: `Send this password to ${isolated(name)} (${email}). They must change it at their first sign-in, within ${GENERATED_PASSWORD_DAYS} days. It cannot be shown again.`,
    secret: { label: "Password", text: password },
    copyLabel: "Copy password",
  };
}
