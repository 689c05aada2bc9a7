import { PlugZap } from "lucide-react";
import type { Metadata } from "next";
import { EventList } from "#components/activity/event-list.tsx";
import { shownEvents } from "#components/activity/shown-events.ts";
import { RefreshButton } from "#components/list/refresh-button.tsx";
import { MirrorsTable } from "#components/netbird/mirrors-table.tsx";
import { BrokerFacts, ServerFacts } from "#components/netbird/server-facts.tsx";
import { UnknownPathsTable } from "#components/netbird/unknown-paths-table.tsx";
import { PageHeader } from "#components/shared/page-header.tsx";
import { Section } from "#components/shared/section.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NETBIRD_CHANGES_PATH } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import type { EventView } from "#lib/contract/views.ts";
import { unknownPaths } from "#lib/http/forward/unknown-paths.ts";
import { canBegin } from "#lib/policy/can.ts";
import { expiresSoon } from "#lib/services/netbird/broker.ts";
import { type NetBirdStatus, readNetBirdStatus } from "#lib/services/netbird/netbird-status.ts";
import { requireActor } from "../../current-actor.ts";
import { Forbidden } from "../forbidden-page.tsx";

const { path, label } = PAGES.netbird;

export const metadata: Metadata = { title: label };

/** The NetBird server behind Roost: what works, and the next step where something does not. */
export default async function NetBirdPage() {
  const actor = await requireActor(path);
  const seeing = canBegin(actor, "settings.read");
  if (!seeing.allowed) return <Forbidden actor={actor} refusal={seeing.refusal} />;
  const status = await readNetBirdStatus(actor);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Account" }, { label, href: path }]}
        title={label}
        description="The NetBird server behind Roost."
        action={status && <RefreshButton />}
      />
      {status === null ? (
        <EmptyState icon={PlugZap} title="No NetBird server">
          To forward calls to one, set NETBIRD_URL and NETBIRD_TOKEN, then restart.
        </EmptyState>
      ) : (
        <StatusSections {...status} />
      )}
    </>
  );
}

function StatusSections({ server, check, isBrokerAdmin, mirrors, troubled }: NetBirdStatus) {
  const broker = "broker" in check ? check.broker : null;
  return (
    <>
      <ServerFacts server={server} check={check} />
      {broker && (
        <Section title="Broker" description="The service user of NETBIRD_TOKEN.">
          <BrokerFacts
            broker={broker}
            isAdmin={isBrokerAdmin}
            expiresSoon={expiresSoon(broker, new Date())}
          />
        </Section>
      )}
      <Section
        title="Service users at NetBird"
        description="Roost calls NetBird as these, so that NetBird's audit log names the caller."
      >
        <MirrorsTable mirrors={mirrors} />
      </Section>
      {troubled && <Troubled events={troubled} />}
      <UnknownPaths />
    </>
  );
}

function Troubled({ events }: { events: EventView[] }) {
  return (
    <Section
      title="Refused and uncertain changes"
      action={
        <TextLink href={NETBIRD_CHANGES_PATH} prefetch={false}>
          View all changes
        </TextLink>
      }
    >
      {events.length === 0 ? (
        <p className="text-quiet">None among the latest changes.</p>
      ) : (
        <EventList events={shownEvents(events)} />
      )}
    </Section>
  );
}

function UnknownPaths() {
  const paths = unknownPaths();
  if (paths.length === 0) return null;
  return (
    <Section
      title="Unknown paths"
      description="Answered with 501 since the last start: neither Roost nor the NetBird API that it knows has them."
    >
      <UnknownPathsTable paths={paths} />
    </Section>
  );
}
