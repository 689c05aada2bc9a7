import { z } from "zod";
import { type Chapter, none } from "../operation.ts";

const described = z
  .looseObject({
    openapi: z.string().meta({ description: "Version of the OpenAPI specification." }),
    info: z
      .looseObject({
        title: z.string().meta({ description: "Name of the API." }),
        version: z.string().meta({ description: "Version of Roost." }),
      })
      .meta({ description: "About the API." }),
    paths: z.record(z.string(), z.looseObject({})).meta({ description: "Operations by path." }),
  })
  .meta({ id: "OpenApiDocument" });

export const openapiOperations = {
  "openapi.get": {
    summary: "Get the OpenAPI 3.1 document of the API",
    tag: "instance",
    access: "anyone",
    params: none,
    query: none,
    body: null,
    response: described,
    problems: [],
  },
} as const satisfies Chapter;
