"use client";

import { sentence } from "#components/shared/sentence.ts";
import { TextLink } from "#components/shared/text-link.tsx";
import { BarChart } from "#components/ui/bar-chart.tsx";
import { counted } from "#components/ui/counted.ts";
import { dayText } from "#components/ui/time-text.ts";
import { activityOfToken } from "#lib/contract/page-paths.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { RightsAdvice } from "./rights-advice.tsx";
import { TokenActs } from "./token-acts.tsx";
import type { TokenQuestion } from "./token-cells.tsx";
import type { TokenHolder } from "./token-owner.ts";
import { TokenRights } from "./token-rights.tsx";
import { TokenSecrets } from "./token-secrets.tsx";
import { UsageAddresses } from "./usage-addresses.tsx";
import { PendingUsage } from "./usage-boundary.tsx";
import { toUse } from "./usage-labels.ts";
import { UsageOperations } from "./usage-operations.tsx";
import { UsageVerdict } from "./usage-verdict.tsx";
import { type TokenUsage, useUsage } from "./use-usage.ts";

type UsagePanelProps = {
  token: TokenView;
  /** The owner of the token. */
  holder: TokenHolder;
  /** Whether the reader may see its events. */
  seesEvents: boolean;
  createRefusal: string | undefined;
  onAsk: (question: TokenQuestion) => void;
  onClose: () => void;
};

/**
 * A token's usage of 30 days: a summary, calls per day, operations and source addresses; with a link
 * to its events. Before that, the actions on it, its secrets while it is being rotated, and its
 * rights.
 */
export function UsagePanel(props: UsagePanelProps) {
  const { token, holder, seesEvents, createRefusal, onAsk, onClose } = props;
  return (
    <div className="grid min-w-0 gap-5">
      <TokenActs token={token} createRefusal={createRefusal} onAsk={onAsk} />
      {token.secrets && <TokenSecrets secrets={token.secrets} />}
      <TokenRights limits={token} holder={holder} />
      <RightsAdvice token={token} onNarrow={() => onAsk("narrow")} onNarrowed={onClose} />
      <Use token={token} />
      {seesEvents && (
        <p>
          <TextLink href={activityOfToken(token.userId, token.id)} prefetch={false}>
            View activity
          </TextLink>
        </p>
      )}
    </div>
  );
}

function Use({ token }: { token: Pick<TokenView, "id" | "userId"> }) {
  const found = useUsage(token.userId, token.id);
  if (found === "pending") return <PendingUsage />;
  if ("failure" in found) {
    const { message, requestId } = found.failure;
    return (
      <div role="alert" className="grid gap-1 break-words text-danger">
        <p>Could not load usage. {sentence(message)}</p>
        {requestId && <p className="text-xs">Request ID {requestId}</p>}
      </div>
    );
  }
  return <Used usage={found.data} />;
}

function Used({ usage }: { usage: TokenUsage }) {
  const items = usage.by_day.map(({ day, count }) => ({
    label: dayText(day),
    value: count,
    hint: counted(count, "call"),
  }));
  return (
    <div className="grid min-w-0 gap-5">
      <p className="text-quiet">
        <UsageVerdict use={toUse(usage.total, usage)} />
      </p>
      {usage.total > 0 && (
        <BarChart name="Calls per day" items={items} headings={["Day (UTC)", "Calls"]} />
      )}
      {usage.by_operation.length > 0 && (
        <section className="grid gap-2">
          <h3 className="font-medium text-xs">Operations</h3>
          <UsageOperations operations={usage.by_operation} />
        </section>
      )}
      {usage.addresses.length > 0 && (
        <section className="grid gap-2">
          <h3 className="font-medium text-xs">Source addresses</h3>
          <UsageAddresses addresses={usage.addresses} />
        </section>
      )}
    </div>
  );
}
