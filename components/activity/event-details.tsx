import type { ReactNode } from "react";
import { TextLink } from "#components/shared/text-link.tsx";
import { Code } from "#components/ui/code.tsx";
import { CopyableText } from "#components/ui/code-box.tsx";
import { DateTime } from "#components/ui/time.tsx";
import { isActivityCode } from "#lib/contract/activities.ts";
import { activityOf, activityOfToken } from "#lib/contract/page-paths.ts";
import type { EventView } from "#lib/contract/views.ts";
import { activityName } from "./activity-name.ts";
import { ChangeText } from "./change-text.tsx";
import { eventChange } from "./event-change.ts";

/** Fields with their own line. */
const WITH_OWN_LINE = ["address", "user_agent", "request_id", "token_id"];

type EventDetailsProps = {
  event: EventView;
  links: Record<string, string>;
  tokenRevoked: boolean;
};

/** All fields of an event: actor, target, source, and every recorded value. */
export function EventDetails({ event, links, tokenRevoked }: EventDetailsProps) {
  const { activityCode: code, initiatorId, initiatorName, initiatorEmail, targetId, meta } = event;
  const { target_token_id: tokenId } = meta;
  const change = eventChange(event);
  const recorded = Object.entries(meta).filter(([name]) => !WITH_OWN_LINE.includes(name));
  return (
    <div className="grid gap-x-8 gap-y-4 py-2 lg:grid-cols-2">
      <dl className="grid content-start gap-x-4 gap-y-1.5 sm:grid-cols-[7rem_1fr]">
        <Fact term="Event">
          {isActivityCode(code) && <span>{activityName(code)} </span>}
          <Code className="text-quiet text-xs">{code}</Code>
        </Fact>
        <Fact term="Time">
          <DateTime at={event.timestamp} />
        </Fact>
        {change && (
          <Fact term={change.what}>
            <ChangeText change={change} />
          </Fact>
        )}
        <Fact term="Actor">
          <span>{[initiatorName, initiatorEmail].filter(Boolean).join(", ")}</span>
          <CopyableText label="actor ID" text={initiatorId} />
          <TextLink className={TARGET} href={activityOf("initiator_id", initiatorId)}>
            All by this actor
          </TextLink>
        </Fact>
        <Fact term="Target">
          <CopyableText label="target ID" text={targetId} />
          <TextLink className={TARGET} href={activityOf("target_id", targetId)}>
            All on this target
          </TextLink>
        </Fact>
        {tokenId && (
          <Fact term="Access token">
            {tokenRevoked && <p>Revoked.</p>}
            <span className="flex flex-wrap gap-x-4 gap-y-2">
              {links[tokenId] && (
                <TextLink className={TARGET} href={links[tokenId]}>
                  Show token
                </TextLink>
              )}
              <TextLink className={TARGET} href={activityOfToken(targetId, tokenId)}>
                All events for this token
              </TextLink>
            </span>
          </Fact>
        )}
      </dl>
      <dl className="grid content-start gap-x-4 gap-y-1.5 sm:grid-cols-[9rem_1fr]">
        {meta.address && <Fact term="Address">{meta.address}</Fact>}
        {meta.user_agent && <Fact term="User agent">{meta.user_agent}</Fact>}
        {meta.token_id && (
          <Fact term="Token used">
            <CopyableText label="token ID" text={meta.token_id} />
          </Fact>
        )}
        {meta.request_id && (
          <Fact term="Request">
            <CopyableText label="request ID" text={meta.request_id} />
          </Fact>
        )}
        {recorded.map(([name, value]) => (
          <Fact key={name} term={<Code className="text-xs">{name}</Code>}>
            {value || "—"}
          </Fact>
        ))}
      </dl>
    </div>
  );
}

/** Minimum target height (WCAG 2.5.8): beside a copy button links wrap on a narrow screen. */
const TARGET = "inline-flex min-h-6 items-center";

function Fact({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-0.5 sm:contents">
      <dt className="break-all text-quiet">{term}</dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </div>
  );
}
