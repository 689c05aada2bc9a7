import { TextLink } from "#components/shared/text-link.tsx";
import type { GeneratedPassword } from "#lib/contract/generated-password.ts";
import { userPath } from "#lib/contract/page-paths.ts";
import type { DescribedUser } from "#lib/contract/views.ts";

const WORDS: Record<GeneratedPassword, string> = {
  unchanged: "Password not changed yet",
  expired: "Generated password expired",
};

/** Shows that a user still has a generated password, with a link to reset it. */
export function GeneratedPasswordNote({ user }: { user: DescribedUser }) {
  const { generatedPassword } = user;
  if (generatedPassword === null) return null;
  const { state } = generatedPassword;
  return (
    <TextLink
      href={`${userPath(user)}#password`}
      prefetch={false}
      className={`text-xs ${state === "expired" ? "text-soon" : "text-quiet"}`}
    >
      {WORDS[state]}
    </TextLink>
  );
}
