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
 * Corrects a JSON schema where zod's own says something else than the schema does: which fields a
 * body must have, and an `override` with a type, which replaces all but the description.
 */
export const overrideSchema: NonNullable<CreateDocumentOptions["override"]> = ({
  zodSchema,
  jsonSchema,
  io,
}) => {
  const { def } = zodSchema._zod;
  if (isReplaced(zodSchema)) {
    for (const keyword of Object.keys(jsonSchema)) {
      if (keyword !== "description") delete jsonSchema[keyword];
    }
    return;
  }
  if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
  if (def.type !== "object") return;
  if (io === "output") return;
  const required = Object.keys(def.shape).filter((name) => isRequired(def.shape[name]));
  if (required.length > 0) jsonSchema.required = required;
  else delete jsonSchema.required;
};
