import { otherRoute } from "#lib/http/route.ts";

export {
  otherRoute as DELETE,
  otherRoute as GET,
  otherRoute as PATCH,
  otherRoute as POST,
  otherRoute as PUT,
};
