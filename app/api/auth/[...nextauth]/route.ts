import { authRoute } from "#lib/http/auth-route.ts";

export {
  authRoute as DELETE,
  authRoute as GET,
  authRoute as PATCH,
  authRoute as POST,
  authRoute as PUT,
};
