import { TriangleAlert } from "lucide-react";
import { TextLink } from "#components/shared/text-link.tsx";

/** Warns that the current rule would refuse the password used to sign in. */
export function WeakPasswordNotice({ profile }: { profile: string }) {
  return (
    <aside
      aria-label="Your password"
      className="mb-6 flex gap-2 rounded-md bg-soon-soft px-3 py-2 text-soon"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        Your password does not meet the current rule. It keeps working, but{" "}
        <TextLink href={`${profile}#password`} className="text-soon underline">
          change it
        </TextLink>{" "}
        soon.
      </p>
    </aside>
  );
}
