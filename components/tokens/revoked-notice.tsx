import { ShieldOff } from "lucide-react";
import { useId } from "react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { RevocationView } from "#lib/contract/views.ts";
import { lazyTokenForm } from "./lazy-token-form.ts";

type RevokedNoticeProps = {
  revocations: readonly RevocationView[];
  createRefusal: string | undefined;
  /** Opens the form for a token with the name of the revoked one. */
  onCreate: (name: string, trigger: HTMLElement) => void;
};

/** Tokens that other users revoked recently, each with a button to create a new one. */
export function RevokedNotice({ revocations, createRefusal, onCreate }: RevokedNoticeProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      data-testid="revoked-notice"
      className="grid gap-1 rounded-lg border bg-surface px-4 py-3"
    >
      <h3 id={titleId} className="flex items-center gap-2 font-medium">
        <ShieldOff aria-hidden className="size-4 shrink-0 text-soon" />
        Revoked by other users in the last 30 days
      </h3>
      <ul className="divide-y">
        {revocations.map(({ id, name, revokedAt, revokedByName }) => (
          <li
            key={id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-1.5"
          >
            <span className="wrap-anywhere min-w-0">
              <b className="font-medium [unicode-bidi:isolate]">{name}</b>
              {` was revoked by ${revokedByName || "an unnamed user"}, `}
              <RelativeTime at={revokedAt} className="text-quiet" />
            </span>
            <GuardedButton
              size="small"
              disabledReason={createRefusal}
              aria-label={`Create new token for ${name}`}
              onPointerEnter={lazyTokenForm.preload}
              onFocus={lazyTokenForm.preload}
              onClick={(event) => onCreate(name, event.currentTarget)}
            >
              Create new token
            </GuardedButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
