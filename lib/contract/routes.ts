export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Method and path of each operation: all that the browser needs of the operation table, which
 * imports the schemas.
 */
export const operationRoutes = {
  "instance.status": "GET /api/instance",
  "instance.version": "GET /api/instance/version",
  "instance.setup": "POST /api/setup",
  "users.list": "GET /api/users",
  "users.create": "POST /api/users",
  "users.current": "GET /api/users/current",
  "users.get": "GET /api/users/{userId}",
  "users.update": "PUT /api/users/{userId}",
  "users.delete": "DELETE /api/users/{userId}",
  "users.invite": "POST /api/users/{userId}/invite",
  "users.approve": "POST /api/users/{userId}/approve",
  "users.reject": "DELETE /api/users/{userId}/reject",
  "users.changePassword": "PUT /api/users/{userId}/password",
  "reviews.list": "GET /api/access-review",
  "reviews.export": "GET /api/access-review/export",
  "reviews.confirm": "POST /api/access-review/{userId}/confirm",
  "invites.list": "GET /api/users/invites",
  "invites.create": "POST /api/users/invites",
  "invites.delete": "DELETE /api/users/invites/{invite}",
  "invites.regenerate": "POST /api/users/invites/{invite}/regenerate",
  "invites.get": "GET /api/users/invites/{invite}",
  "invites.accept": "POST /api/users/invites/{invite}/accept",
  "resets.create": "POST /api/users/{userId}/password-reset",
  "resets.get": "GET /api/users/password-resets/{reset}",
  "resets.accept": "POST /api/users/password-resets/{reset}/accept",
  "tokens.list": "GET /api/users/{userId}/tokens",
  "tokens.create": "POST /api/users/{userId}/tokens",
  "tokens.get": "GET /api/users/{userId}/tokens/{tokenId}",
  "tokens.delete": "DELETE /api/users/{userId}/tokens/{tokenId}",
  "tokens.disable": "POST /api/users/{userId}/tokens/{tokenId}/disable",
  "tokens.enable": "POST /api/users/{userId}/tokens/{tokenId}/enable",
  "tokens.describe": "POST /api/users/{userId}/tokens/{tokenId}/describe",
  "tokens.narrow": "POST /api/users/{userId}/tokens/{tokenId}/narrow",
  "tokens.rotate": "POST /api/users/{userId}/tokens/{tokenId}/rotate",
  "tokens.usage": "GET /api/users/{userId}/tokens/{tokenId}/usage",
  "tokens.advice": "GET /api/users/{userId}/tokens/{tokenId}/advice",
  "tokens.networks": "GET /api/users/{userId}/networks",
  "tokens.self.get": "GET /api/tokens/self",
  "tokens.self.delete": "DELETE /api/tokens/self",
  "tokens.self.rotate": "POST /api/tokens/self/rotate",
  "tokens.inventory": "GET /api/tokens",
  "tokens.summary": "GET /api/tokens/summary",
  "tokens.usageByDay": "GET /api/tokens/usage",
  "tokens.ranking": "GET /api/tokens/advice",
  "tokens.export": "GET /api/tokens/export",
  "tokens.revoke": "POST /api/tokens/revoke",
  "tokens.revocations.start": "POST /api/tokens/revocations",
  "tokens.revocations.get": "GET /api/tokens/revocations/{revocationId}",
  "tokens.reportLeak": "POST /api/tokens/report-leak",
  "sessions.prove": "PUT /api/users/current/proof",
  "introspection.check": "POST /api/introspect",
  "sessions.list": "GET /api/users/{userId}/sessions",
  "sessions.endAll": "DELETE /api/users/{userId}/sessions",
  "sessions.end": "DELETE /api/users/{userId}/sessions/{sessionId}",
  "events.list": "GET /api/events/audit",
  "events.listAtOldPath": "GET /api/events",
  "events.daily": "GET /api/events/audit/daily",
  "events.export": "GET /api/events/audit/export",
  "groups.list": "GET /api/groups",
  "groups.create": "POST /api/groups",
  "groups.get": "GET /api/groups/{groupId}",
  "groups.update": "PUT /api/groups/{groupId}",
  "groups.delete": "DELETE /api/groups/{groupId}",
  "protected_services.list": "GET /api/protected-services",
  "protected_services.create": "POST /api/protected-services",
  "protected_services.get": "GET /api/protected-services/{serviceId}",
  "protected_services.update": "PUT /api/protected-services/{serviceId}",
  "protected_services.delete": "DELETE /api/protected-services/{serviceId}",
  "accounts.list": "GET /api/accounts",
  "accounts.update": "PUT /api/accounts/{accountId}",
  "accounts.delete": "DELETE /api/accounts/{accountId}",
  "roost.events.list": "GET /api/roost/events/audit",
  "roost.events.daily": "GET /api/roost/events/audit/daily",
  "roost.events.export": "GET /api/roost/events/audit/export",
  "roost.settings.get": "GET /api/roost/settings",
  "roost.settings.update": "PUT /api/roost/settings",
  "health.live": "GET /api/health/live",
  "health.ready": "GET /api/health/ready",
  "health.summary": "GET /api/health",
  "openapi.get": "GET /api/openapi.json",
} as const satisfies Record<string, `${Method} /api/${string}`>;

export type OperationId = keyof typeof operationRoutes;

/** Method and path of an operation, apart. */
export type Route<Id extends OperationId> =
  (typeof operationRoutes)[Id] extends `${infer M extends Method} ${infer Path extends `/api/${string}`}`
    ? { method: M; path: Path }
    : never;

export function routeOf<Id extends OperationId>(id: Id): Route<Id> {
  const [method, path] = operationRoutes[id].split(" ");
  return { method, path } as Route<Id>;
}
