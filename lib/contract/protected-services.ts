/* Names of protected services. Apart from what they are made of, since every page has these. */

const SERVICE_SCOPE = "service:";
/** The part of a scope and of an address that names a service. */
export const SERVICE_SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The scope that opens one protected service. */
export const serviceScope = (slug: string): string => `${SERVICE_SCOPE}${slug}`;

/** The slug in such a scope; undefined for other scopes. */
export function serviceIn(scope: string): string | undefined {
  const slug = scope.startsWith(SERVICE_SCOPE) ? scope.slice(SERVICE_SCOPE.length) : "";
  return SERVICE_SLUG.test(slug) ? slug : undefined;
}

const OPENED = "verify:";

/** The operation by which the opening of a service is counted. */
export const openingOf = (slug: string): string => `${OPENED}${slug}`;

/** The slug of the service that such an operation opened; undefined for others. */
export const openedBy = (operation: string): string | undefined =>
  operation.startsWith(OPENED) ? operation.slice(OPENED.length) : undefined;
