import type { openapiOperations } from "#lib/contract/operations/openapi.ts";
import type { Notes } from "../note.ts";

export const openapiNotes: Notes<keyof typeof openapiOperations> = {
  "openapi.get": {
    answer: { openapi: "3.1.0", info: { title: "Roost", version: "0.1.0" }, paths: {} },
  },
};
