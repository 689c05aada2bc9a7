import type { openapiOperations } from "#lib/contract/operations/openapi.ts";
import { apiDocument } from "#lib/openapi/document.ts";
import type { Handlers } from "../handler.ts";

export const openapiHandlers: Handlers<keyof typeof openapiOperations> = {
  "openapi.get": { run: async () => apiDocument() },
};
