import { TextLink } from "#components/shared/text-link.tsx";
import { activityWith } from "#lib/contract/page-paths.ts";

/** Leads to the events of the tokens that were revoked, for whoever may read events. */
export function RevokedLink() {
  return (
    <TextLink href={activityWith("personal.access.token.delete")} prefetch={false}>
      Revoked tokens
    </TextLink>
  );
}
