import { z } from "zod";
import { none, type Operation } from "../operation.ts";

const described = z
  .looseObject({
    openapi: z.string(),
    info: z.looseObject({ title: z.string(), version: z.string() }),
    paths: z.record(z.string(), z.looseObject({})),
  })
  .meta({ id: "OpenApiDocument" });

export const openapiOperations = {
  "openapi.get": {
    method: "GET",
    path: "/api/openapi.json",
    summary: "This description, as an OpenAPI 3.1 document",
    tag: "instance",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: described,
    problems: [],
  },
} as const satisfies Record<string, Operation>;
