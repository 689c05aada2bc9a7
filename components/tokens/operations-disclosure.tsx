import { useState } from "react";
import { sentence } from "#components/shared/sentence.ts";
import { PendingUsage } from "./usage-boundary.tsx";
import { UsageOperations } from "./usage-operations.tsx";
import { type Usage, useUsage } from "./use-usage.ts";

type OperationsDisclosureProps = { userId: string; tokenId: string; name: string };

/** Operations that a token called, loaded when opened. */
export function OperationsDisclosure({ userId, tokenId, name }: OperationsDisclosureProps) {
  const [open, setOpen] = useState(false);
  const found = useUsage(userId, tokenId, open);
  return (
    <details className="text-xs" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-sm underline-offset-4 hover:underline">
        Operations<span className="sr-only">: {name}</span>
      </summary>
      <div className="mt-1">{open && <FoundOperations usage={found} />}</div>
    </details>
  );
}

function FoundOperations({ usage: found }: { usage: Usage }) {
  if (found === "pending") return <PendingUsage />;
  if ("failure" in found) {
    return <p>Could not load operations. {sentence(found.failure.message)}</p>;
  }
  return <UsageOperations operations={found.data.by_operation} />;
}
