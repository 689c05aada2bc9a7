import Link from "next/link";
import { userPath } from "#lib/contract/page-paths.ts";
import type { PersonRef } from "#lib/contract/views.ts";

/** The person to ask about a service user, with a link to them; or that there is none. */
export function ContactLink({ contact }: { contact: PersonRef | null }) {
  if (contact === null) return <span className="text-quiet">None</span>;
  return (
    <Link
      href={userPath({ id: contact.id, isServiceUser: false })}
      prefetch={false}
      dir="auto"
      className="cell-text hover:underline"
    >
      {contact.name || "Unnamed"}
    </Link>
  );
}
