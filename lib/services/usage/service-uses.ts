import { openedBy, serviceScope } from "#lib/contract/protected-services.ts";
import type { ProtectedServiceView } from "#lib/contract/service-view.ts";
import type { DayUse } from "#lib/policy/advice.ts";
import { scopesOpen } from "#lib/policy/open-service.ts";
import type { Scopes } from "#lib/policy/scopes.ts";

/** The uses that a token could still repeat: not those of a service that its scopes no longer open. */
export function presentUses(
  uses: readonly DayUse[],
  scopes: Scopes,
  services: readonly ProtectedServiceView[],
): DayUse[] {
  const open = new Set(
    services
      .filter((service) => scopesOpen(service, { scopes, method: "GET" }))
      .map(({ slug }) => slug),
  );
  return uses.map((use) => {
    const slug = openedBy(use.operation);
    const isPresent =
      slug === undefined || open.has(slug) || scopes?.includes(serviceScope(slug)) === true;
    return isPresent ? use : { ...use, count: use.refused };
  });
}
