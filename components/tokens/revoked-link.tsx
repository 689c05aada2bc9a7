import { activityWith } from "#components/activity/activity-path.ts";
import { TextLink } from "#components/layout/text-link.tsx";

/** Leads to the events of the tokens that were revoked, for whoever may read events. */
export function RevokedLink() {
  return (
    <TextLink href={activityWith("personal.access.token.delete")} prefetch={false}>
      Revoked tokens
    </TextLink>
  );
}
