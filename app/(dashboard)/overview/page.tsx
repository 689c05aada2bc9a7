import type { Metadata } from "next";
import { EventList } from "#components/activity/event-list.tsx";
import { shownEvents } from "#components/activity/shown-events.ts";
import { attentionOf } from "#components/overview/attention.ts";
import { AttentionList } from "#components/overview/attention-list.tsx";
import { ExpiryBars } from "#components/overview/expiry-bars.tsx";
import { FirstSteps } from "#components/overview/first-steps.tsx";
import { NetBirdNotice } from "#components/overview/netbird-notice.tsx";
import { NoticesLine } from "#components/overview/notices-line.tsx";
import { PerDay } from "#components/overview/per-day.tsx";
import { ProxyNotice } from "#components/overview/proxy-notice.tsx";
import { PageHeader } from "#components/shared/page-header.tsx";
import { Section } from "#components/shared/section.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import { settings } from "#lib/config/settings.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { unknownProxies } from "#lib/observability/unknown-proxies.ts";
import { canBegin } from "#lib/policy/can.ts";
import { eventsByDay } from "#lib/services/events/events-by-day.ts";
import { listEvents } from "#lib/services/events/list-events.ts";
import { netBirdTrouble } from "#lib/services/netbird/netbird-status.ts";
import { summarizeTokens } from "#lib/services/tokens/summarize-tokens.ts";
import { accountUsage } from "#lib/services/usage/token-usage.ts";
import { requireActor } from "../../current-actor.ts";
import { countAttentionItems } from "./attention-items.ts";
import { firstStepsFor } from "./first-steps-for.ts";

export const metadata: Metadata = { title: PAGES.overview.label };

const EVENTS_SHOWN = 6;

/** The start page: items that need attention, token expiry, API calls and recent events. */
export default async function OverviewPage() {
  const actor = await requireActor(PAGES.overview.path);
  const trouble = netBirdTrouble(actor);
  const all = canBegin(actor, "tokens.inventory").allowed;
  const [summary, steps] = await Promise.all([summarizeTokens(actor), firstStepsFor(actor)]);
  return (
    <>
      <PageHeader
        crumbs={[{ label: PAGES.overview.label, href: PAGES.overview.path }]}
        title={PAGES.overview.label}
        description={all ? "Token health and recent activity." : "Your tokens and recent activity."}
      />
      {actor.role === "owner" && <ProxyNotice peers={unknownProxies()} />}
      {trouble && <NetBirdNotice trouble={trouble} />}
      {steps && <FirstSteps steps={steps} />}
      <Section title="Needs attention" className="mt-0">
        <AttentionList items={attentionOf(await countAttentionItems(actor, summary))} />
      </Section>
      <div className="grid items-start gap-x-10 lg:grid-cols-2">
        <Section
          title={all ? "Token expiry" : "Your token expiry"}
          action={
            <TextLink href={`${PAGES.tokens.path}?sort=expiration_date`}>View all tokens</TextLink>
          }
        >
          <ExpiryBars summary={summary} />
          {all && <NoticesLine to={settings().noticeWebhook?.origin} />}
        </Section>
        <Usage actor={actor} />
      </div>
      {canBegin(actor, "events.list").allowed && <AuditActivity actor={actor} />}
    </>
  );
}

async function Usage({ actor }: { actor: Actor }) {
  const { byDay } = await accountUsage(actor);
  return (
    <Section title="API calls" description="Last 30 days (UTC).">
      <PerDay name="Calls per day" noun="call" counts={byDay} />
    </Section>
  );
}

async function AuditActivity({ actor }: { actor: Actor }) {
  const [counts, { items }] = await Promise.all([
    eventsByDay(actor),
    listEvents(actor, { page_size: EVENTS_SHOWN }),
  ]);
  return (
    <div className="grid items-start gap-x-10 lg:grid-cols-2">
      <Section title="Activity" description="Last 30 days (UTC).">
        <PerDay name="Events per day" noun="event" counts={counts} />
      </Section>
      <Section
        title="Latest events"
        action={<TextLink href={PAGES.activity.path}>View all events</TextLink>}
      >
        <EventList events={shownEvents(items)} />
      </Section>
    </div>
  );
}
