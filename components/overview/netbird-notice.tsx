import { TriangleAlert } from "lucide-react";
import { sentence } from "#components/shared/sentence.ts";
import { TextLink } from "#components/shared/text-link.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { PAGES } from "#lib/contract/pages.ts";

/** Warns of a fault of the NetBird server behind Roost, or of its token that expires soon. */
export function NetBirdNotice({ trouble }: { trouble: { reason: string } | { expiresAt: Date } }) {
  return (
    <p
      data-testid="netbird-notice"
      className="mb-6 flex gap-2 rounded-lg border bg-surface px-4 py-3 text-quiet"
    >
      <TriangleAlert
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 ${"reason" in trouble ? "text-danger" : "text-soon"}`}
      />
      <span className="wrap-anywhere min-w-0">
        {"reason" in trouble ? (
          <>{sentence(trouble.reason)} </>
        ) : (
          <>
            Roost's access token at NetBird expires <RelativeTime at={trouble.expiresAt} />.{" "}
          </>
        )}
        <TextLink href={PAGES.netbird.path} prefetch={false}>
          View status
        </TextLink>
      </span>
    </p>
  );
}
