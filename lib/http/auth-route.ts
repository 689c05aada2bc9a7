import { answerAuth, authMethods } from "#lib/auth/next-auth-route.ts";
import { bodyLimitOf, decodeText, readBytes } from "./body.ts";
import { assertOwnOrigin } from "./origin-rule.ts";
import { failWith, methodNotAllowed, unknownPath } from "./respond.ts";
import { toApiRequest, toResponse } from "./route.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth behind the same request handler as the rest: limits, origin rule, error shape, no-store. */
export async function authRoute(request: Request, context: Context): Promise<Response> {
  const api = toApiRequest(request);
  const { nextauth: segments } = await context.params;
  const allowed = authMethods(segments.join("/"));
  if (allowed === undefined) return toResponse(unknownPath(api));
  if (!allowed.includes(request.method)) return toResponse(methodNotAllowed(api, allowed));
  try {
    const bytes = await readBytes(api, bodyLimitOf());
    assertOwnOrigin(request.method, request.headers);
    const body = decodeText(bytes, "couldn't read the form");
    const response = await answerAuth(request, segments, body, api.origin);
    response.headers.set("cache-control", "no-store");
    return response;
  } catch (error) {
    return toResponse(failWith(error, api.origin));
  }
}
