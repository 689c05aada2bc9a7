import type { openapiOperations } from "#lib/contract/operations/openapi.ts";
import type { OperationDocs } from "../operation-doc.ts";

export const openapiDocs: OperationDocs<keyof typeof openapiOperations> = {
  "openapi.get": {
    answer: { openapi: "3.1.0", info: { title: "Roost", version: "0.1.0" }, paths: {} },
  },
};
