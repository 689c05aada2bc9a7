import { z } from "zod";
import type { CreateDocumentOptions } from "zod-openapi";

/** Whether a body must have the field: asked of the schema itself, since a transform hides it. */
function isRequired(field: unknown): boolean {
  return field instanceof z.ZodType && !field.safeParse(undefined).success;
}

/** Whether the schema's own `override` says the type itself, and so all of it. */
function isReplaced(schema: z.core.$ZodType): boolean {
  const override: unknown = z.globalRegistry.get(schema)?.override;
  return typeof override === "object" && override !== null && "type" in override;
}

/**
 * Makes a JSON schema tell what the zod schema does: which fields a body must have, and that
 * answers may grow new ones. An `override` with a type stands for what zod would say.
 */
export const overrideSchema: NonNullable<CreateDocumentOptions["override"]> = ({
  zodSchema,
  jsonSchema,
  io,
}) => {
  const { def } = zodSchema._zod;
  if (isReplaced(zodSchema)) {
    for (const keyword of Object.keys(jsonSchema)) delete jsonSchema[keyword];
    return;
  }
  if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
  if (def.type !== "object") return;
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  if (io === "output") return;
  const required = Object.keys(def.shape).filter((name) => isRequired(def.shape[name]));
  if (required.length > 0) jsonSchema.required = required;
  else delete jsonSchema.required;
};
