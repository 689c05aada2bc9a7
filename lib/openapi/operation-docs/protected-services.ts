import type { protectedServicesOperations } from "#lib/contract/operations/protected-services.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_SERVICE, SAMPLE_SERVICE_BODY } from "../samples.ts";

export const protectedServicesDocs: OperationDocs<keyof typeof protectedServicesOperations> = {
  "protected_services.list": { answer: [SAMPLE_SERVICE] },
  "protected_services.create": {
    description:
      "`roles`, `groups` and `methods` are required. Returns 422 for the slug of a scope that an access token still has: it would open the new service.",
    body: { slug: SAMPLE_SERVICE.slug, ...SAMPLE_SERVICE_BODY },
    answer: SAMPLE_SERVICE,
  },
  "protected_services.get": { answer: SAMPLE_SERVICE },
  "protected_services.update": {
    description:
      "Replaces every field; the slug stays, since tokens and proxies name it. Applies to the next request of a proxy.",
    body: { ...SAMPLE_SERVICE_BODY, methods: ["GET", "HEAD", "POST"] },
    answer: { ...SAMPLE_SERVICE, methods: ["GET", "HEAD", "POST"] },
  },
  "protected_services.delete": {
    description:
      "From then on, nothing opens it. Access tokens keep its scope, which grants nothing.",
    answer: {},
  },
};
