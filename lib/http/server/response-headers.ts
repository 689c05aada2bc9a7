import type { ServerResponse } from "node:http";
import { corsHeaders } from "./cors.ts";
import { onHeaders } from "./on-headers.ts";
import { type Area, securityHeaders } from "./security-headers.ts";

type Options = { publicUrl: string; development: boolean };
type Place = { area: Area; pathname: string; requestId: string };

/** The headers of every response, which no handler can change. */
export function fixedHeaders({ publicUrl, development }: Options) {
  const https = publicUrl.startsWith("https:");
  const ofApi = {
    ...corsHeaders("/api/"),
    ...securityHeaders({ area: "api", nonce: "", https, development }),
  };
  const ofForwardAuth = securityHeaders({ area: "api", nonce: "", https: false, development });
  return {
    /** Of the API except sign-in. */
    api: (requestId: string): Record<string, string> => ({ ...ofApi, "x-request-id": requestId }),
    /** Of forward-auth, which proxies may send on in the name of another host: nothing for a host. */
    forwardAuth: (requestId: string): Record<string, string> => ({
      ...ofForwardAuth,
      "x-request-id": requestId,
    }),
    any: ({ area, pathname, requestId }: Place, nonce: string): Record<string, string> => ({
      "x-request-id": requestId,
      ...corsHeaders(pathname),
      ...securityHeaders({ area, nonce, https, development }),
    }),
  };
}

/** Adds headers to a response last, after all other code, and keeps caches from storing it. */
export function setHeaders(
  response: ServerResponse,
  area: Area,
  fixed: Record<string, string>,
): void {
  onHeaders(response, () => {
    for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value);
    if (mustNotBeStored(response, area)) response.setHeader("cache-control", "no-store");
    response.removeHeader("x-powered-by");
  });
}

/** Built assets and icons are the same for everyone; the rest is about one user. */
function mustNotBeStored(response: ServerResponse, area: Area): boolean {
  if (area === "api" || response.statusCode >= 400) return true;
  const isImage = String(response.getHeader("content-type")).startsWith("image/");
  return area === "page" && !isImage && response.statusCode !== 304;
}
