import type { Role } from "../contract/fields.ts";
import { serviceScope } from "../contract/protected-services.ts";
import type { ProtectedServiceView } from "../contract/service-view.ts";
import type { Refusal } from "./refusals.ts";
import type { Decision, Scopes } from "./scopes.ts";

/** The rules of a protected service that decide who may open it. */
export type ServiceRules = Pick<
  ProtectedServiceView,
  "slug" | "roles" | "groups" | "methods" | "alsoAccepts"
>;

/** Who asks a protected service for what, by an access token. */
export type ServiceRequest = {
  scopes: Scopes;
  role: Role;
  /** IDs of the groups of the token's owner. */
  groups: readonly string[];
  /** Undefined where the proxy does not name exactly one. */
  method: string | undefined;
};

/** What `all:read` opens. */
const READS = ["GET", "HEAD", "OPTIONS"];

const refuse = (refusal: Refusal) => ({ allowed: false, refusal }) as const;

/**
 * Whether an access token may pass a request to a protected service: by its method, the token's
 * scopes, and its owner's role and groups, each where the service lists any.
 */
export function canOpen(service: ServiceRules, request: ServiceRequest): Decision {
  const { slug, methods, roles, groups } = service;
  const { method, role } = request;
  if (methods !== null && (method === undefined || !methods.includes(method))) {
    return refuse("service_method");
  }
  if (!scopesOpen(service, request)) {
    return { ...refuse("insufficient_scope"), required: { own: serviceScope(slug) } };
  }
  if (roles !== null && !roles.includes(role)) return refuse("service_role");
  if (groups.length > 0 && !groups.some((id) => request.groups.includes(id))) {
    return refuse("service_group");
  }
  return { allowed: true };
}

/**
 * Whether scopes open a service: its own scope, or one that it accepts. Without a method, whether they
 * do whatever the method.
 */
export function scopesOpen(
  { slug, alsoAccepts }: Pick<ServiceRules, "slug" | "alsoAccepts">,
  { scopes, method }: Pick<ServiceRequest, "scopes" | "method">,
): boolean {
  if (scopes === null) return alsoAccepts.includes("unscoped");
  if (scopes.includes(serviceScope(slug))) return true;
  if (scopes.includes("all") && alsoAccepts.includes("all")) return true;
  if (!scopes.includes("all:read") || !alsoAccepts.includes("all:read")) return false;
  return method !== undefined && READS.includes(method);
}
