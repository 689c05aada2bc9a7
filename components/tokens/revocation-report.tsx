import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { numberText } from "#components/ui/counted.ts";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { countText } from "./created-by.ts";
import type { RevocationProgress } from "./matching-conditions.ts";
import { useRevocation } from "./use-revocation.ts";

const TROUBLE = {
  lost: "Could not load the progress. Trying again.",
  refused: "You can no longer see the progress. Sign in and look at the activity.",
};

type RevocationReportProps = {
  id: string;
  /** Its progress at the start; null if a link led here. */
  started: RevocationProgress | null;
  onClose: () => void;
};

/** The progress of a revocation, then its report; closing does not stop it. */
export function RevocationReport({ id, started, onClose }: RevocationReportProps) {
  const router = useRouter();
  const { revocation, trouble } = useRevocation(id, started);
  const ended = revocation !== null && revocation.state !== "running";
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  useEffect(() => {
    if (ended) router.refresh();
  }, [ended, router]);
  return (
    <div className="grid gap-4">
      {revocation === null && !trouble && <Skeleton className="w-4/5" />}
      {revocation?.state === "running" && <Running revocation={revocation} />}
      <div role="status" data-testid="revocation-report" className="grid gap-1">
        {!ended && trouble && <p>{TROUBLE[trouble]}</p>}
        {ended && reportOf(revocation).map((line) => <p key={line}>{line}</p>)}
      </div>
      <DialogFooter className="mt-2">
        <Button ref={close} onClick={onClose} data-testid="close-revocation">
          Close
        </Button>
      </DialogFooter>
    </div>
  );
}

function Running({
  revocation: { matched, revoked, remaining },
}: {
  revocation: RevocationProgress;
}) {
  return (
    <>
      <progress
        aria-label="Access tokens revoked"
        className="h-2 w-full accent-accent"
        max={matched}
        value={matched - remaining}
      />
      <p>
        {numberText(revoked)} of {countText(matched)} revoked. The server goes on if you close this.
      </p>
    </>
  );
}

function reportOf({ state, revoked, refused, remaining }: RevocationProgress): string[] {
  const left = countText(remaining);
  const lines = [`${countText(revoked)} revoked.`];
  if (refused > 0) lines.push(`${countText(refused)} not revoked: you don't have permission.`);
  if (state === "stopped") lines.push(`Stopped with ${left} left: you may no longer revoke them.`);
  else if (remaining > 0) lines.push(`${left} already gone, or no longer a match.`);
  return lines;
}
