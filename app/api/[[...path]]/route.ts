import { netbirdRoute } from "#lib/http/netbird-route.ts";

export {
  netbirdRoute as DELETE,
  netbirdRoute as GET,
  netbirdRoute as PATCH,
  netbirdRoute as POST,
  netbirdRoute as PUT,
};
