import { answerAuth, authMethods } from "#lib/auth/next-auth-route.ts";
import { originOf } from "#lib/auth/origin.ts";
import { bodyLimitOf, decodeText, readBytes } from "./body.ts";
import { assertOwnOrigin } from "./origin-rule.ts";
import { failWith } from "./respond.ts";
import { methodNotAllowed, unknownPath } from "./route.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth behind the same request handler as the rest: limits, origin rule, error shape, no-store. */
export async function authRoute(request: Request, context: Context): Promise<Response> {
  const origin = originOf(request.headers);
  const { nextauth: segments } = await context.params;
  const allowed = authMethods(segments.join("/"));
  if (allowed === undefined) return unknownPath(request);
  if (!allowed.includes(request.method)) return methodNotAllowed(request, allowed);
  try {
    const bytes = await readBytes(request, bodyLimitOf());
    assertOwnOrigin(request.method, request.headers);
    const body = decodeText(bytes, "couldn't read the form");
    const response = await answerAuth(request, segments, body, origin);
    response.headers.set("cache-control", "no-store");
    return response;
  } catch (error) {
    return failWith(error, origin);
  }
}
