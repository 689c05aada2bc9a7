import { TextLink } from "#components/shared/text-link.tsx";
import { activityWith } from "#lib/contract/page-paths.ts";

/** Links to the events of revoked tokens, for users with events.read. */
export function RevokedLink() {
  return (
    <TextLink href={activityWith("personal.access.token.delete")} prefetch={false}>
      Revoked tokens
    </TextLink>
  );
}
