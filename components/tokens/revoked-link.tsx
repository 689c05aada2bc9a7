import { activityWith } from "#components/shared/activity-path.ts";
import { TextLink } from "#components/shared/text-link.tsx";

/** Leads to the events of the tokens that were revoked, for whoever may read events. */
export function RevokedLink() {
  return (
    <TextLink href={activityWith("personal.access.token.delete")} prefetch={false}>
      Revoked tokens
    </TextLink>
  );
}
