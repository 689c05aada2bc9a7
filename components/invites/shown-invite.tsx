import { isolated } from "#components/ui/isolated.ts";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { GENERATED_PASSWORD_DAYS } from "#lib/contract/generated-password.ts";
import { invitePath } from "#lib/contract/page-paths.ts";

type Invited = { name: string; email: string };

/** The link of a new or renewed invite, for the popup that shows it this once. */
export function shownLink({ name, email }: Invited, token: string, expiresAt: Date): ShownOnce {
  return {
    title: "Invite link created",
    description: (
      <>
        Send it to <bdi>{name}</bdi> ({email}). The first person to open it chooses the password. It
        is shown only this once, and expires <RelativeTime at={expiresAt} />.
      </>
    ),
    secret: { label: "Invite link", text: `${window.location.origin}${invitePath(token)}` },
    copyLabel: "Copy link",
  };
}

/** The generated password of a new person, for the popup that shows it this once. */
export function shownPassword({ name, email }: Invited, password: string): ShownOnce {
  return {
    title: "User created",
    description: `${isolated(name)} signs in with ${email} and this password, and has to change it then, within ${GENERATED_PASSWORD_DAYS} days. It is shown only this once.`,
    secret: { label: "Password", text: password },
    copyLabel: "Copy password",
  };
}
