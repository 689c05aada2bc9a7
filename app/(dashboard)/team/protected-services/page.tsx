import { DoorOpen } from "lucide-react";
import type { Metadata } from "next";
import { NewService } from "#components/protected-services/new-service.tsx";
import { ServicesTable } from "#components/protected-services/services-table.tsx";
import { PageHeader } from "#components/shared/page-header.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PAGES } from "#lib/contract/pages.ts";
import { canBegin } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";
import { describeServices } from "#lib/services/protected-services/describe-services.ts";
import { requireActor } from "../../../current-actor.ts";
import { Forbidden } from "../../forbidden-page.tsx";

const { path, label } = PAGES.protectedServices;

export const metadata: Metadata = { title: label };

export default async function ProtectedServicesPage() {
  const actor = await requireActor(path);
  const decision = canBegin(actor, "protected_services.read");
  if (!decision.allowed) return <Forbidden actor={actor} refusal={decision.refusal} />;
  const change = canBegin(actor, "protected_services.change");
  const refusal = change.allowed ? undefined : reasonOf(change.refusal);
  const services = await describeServices(actor);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Team" }, { label, href: path }]}
        title={label}
        description="Services next to Roost that a proxy opens to access tokens."
        action={<NewService refusal={refusal} />}
      />
      {services.length > 0 ? <ServicesTable services={services} refusal={refusal} /> : <Nothing />}
    </>
  );
}

function Nothing() {
  return (
    <EmptyState icon={DoorOpen} title="No protected services yet">
      A wiki, a registry or any other service behind nginx, Traefik, Caddy or Envoy can be opened
      with Roost’s access tokens: the proxy asks Roost whether a token may pass. How to set it up is
      in docs/forward-auth.md, the operations in the{" "}
      <TextLink href={`${PAGES.docs.path}#protected-services`}>API reference</TextLink>.
    </EmptyState>
  );
}
