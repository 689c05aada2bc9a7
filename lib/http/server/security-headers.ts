/** What kind of answer a path gives, which decides its headers. */
export type Area = "api" | "asset" | "page";

export type SecurityOptions = {
  area: Area;
  nonce: string;
  /** The public address is https, so browsers may enforce it (HSTS). */
  https: boolean;
  development: boolean;
};

const API_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The Content-Security-Policy of a page. Scripts need the nonce. Styles may be inline: the toast
 * library and the dialogs' scroll lock insert style elements that no nonce can reach.
 */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The headers that stand on every answer. An invite's token is in its URL: hence no referrer. */
export function securityHeaders(options: SecurityOptions): Record<string, string> {
  const policy =
    options.area === "api" ? API_POLICY : contentSecurityPolicy(options.nonce, options.development);
  return {
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ...(options.https ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}
