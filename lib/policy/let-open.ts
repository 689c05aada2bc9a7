import type { Role } from "../contract/fields.ts";
import { serviceScope } from "../contract/protected-services.ts";
import type { ProtectedServiceView } from "../contract/service-view.ts";
import { scopesOpen } from "./open-service.ts";
import type { Decision, Scopes } from "./scopes.ts";

/* Whom a restricted token may let open protected services: no one where it may not itself. */

/** What decides to whom a service is open. */
type Service = Pick<ProtectedServiceView, "slug" | "roles" | "groups" | "alsoAccepts">;

/** A user as services see them; null for one who has no use of a token, such as a blocked one. */
export type Opener = { role: Role; groups: readonly string[] } | null;

/** Whether a service is open to the user, with a token that it accepts. */
const isOpenTo = ({ roles, groups }: Service, opener: Opener): boolean =>
  opener !== null &&
  (roles === null || roles.includes(opener.role)) &&
  (groups.length === 0 || groups.some((id) => opener.groups.includes(id)));

/**
 * Whether a user may become so, by an actor with these scopes: not where a service is open to them
 * that the scopes do not open. Of a service user only what the change opens counts, since its tokens
 * lie within what their makers had. A person makes tokens of any scope.
 */
export function canLetOpen(
  scopes: Scopes,
  services: readonly Service[],
  { before, after }: { before: Opener; after: Opener },
): Decision {
  if (scopes === null) return { allowed: true };
  const beyond = services.find(
    (service) =>
      isOpenTo(service, after) &&
      !isOpenTo(service, before) &&
      !scopesOpen(service, { scopes, method: undefined }),
  );
  if (beyond === undefined) return { allowed: true };
  const required = { own: serviceScope(beyond.slug) };
  return { allowed: false, refusal: "services_beyond_own", required };
}
