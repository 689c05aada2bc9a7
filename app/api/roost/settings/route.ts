import { routes } from "#lib/http/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = routes("/api/roost/settings");
