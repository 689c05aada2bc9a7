import { Status } from "#components/ui/status.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { SecretView } from "#lib/contract/views.ts";

const STATES = {
  pending: { tone: "idle", word: "New" },
  current: { tone: "good", word: "Current" },
  ending: { tone: "soon", word: "Old" },
} as const;

/** The secrets of a token that is being rotated, with the last use of each and when it ends. */
export function TokenSecrets({ secrets }: { secrets: readonly SecretView[] }) {
  return (
    <section className="grid gap-2" data-testid="token-secrets">
      <h3 className="font-medium text-xs">Secrets</h3>
      <ul className="grid gap-2">
        {secrets.map((secret) => (
          <li
            key={`${secret.state} ${secret.createdAt.getTime()}`}
            className="grid grid-cols-[5.5rem_1fr] gap-x-3"
          >
            <Status tone={STATES[secret.state].tone}>{STATES[secret.state].word}</Status>
            <div className="grid min-w-0">
              <LastUse secret={secret} />
              <End secret={secret} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LastUse({ secret: { lastUsedAt, lastUsedIp } }: { secret: SecretView }) {
  if (lastUsedAt === null) return <span>Not used yet</span>;
  return (
    <span className="wrap-anywhere">
      Last used <RelativeTime at={lastUsedAt} />
      {lastUsedIp && <span> from {lastUsedIp}</span>}
    </span>
  );
}

function End({ secret: { state, endsAt, expiresAt } }: { secret: SecretView }) {
  return (
    <span className="text-quiet text-xs">
      {state === "pending" ? "Lapses unused" : state === "ending" ? "Ends" : "Expires"}{" "}
      <RelativeTime at={endsAt ?? expiresAt} />
    </span>
  );
}

/** A line for the row of a token that is being rotated. */
export function RotationNote({ secrets }: { secrets: readonly SecretView[] | null }) {
  const other = secrets?.find(({ state }) => state !== "current");
  if (other === undefined) return null;
  return (
    <span className="cell-note min-w-max" data-testid="rotation-note">
      {other.state === "pending" ? (
        "New secret unused"
      ) : (
        <>
          Old ends <RelativeTime at={other.endsAt ?? other.expiresAt} />
        </>
      )}
    </span>
  );
}
