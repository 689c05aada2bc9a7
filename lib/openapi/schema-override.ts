import { z } from "zod";
import type { CreateDocumentOptions } from "zod-openapi";

/** Whether a body must have the field. Read from the schema itself: a transform hides it. */
function isRequired(field: unknown): boolean {
  return field instanceof z.ZodType && !field.safeParse(undefined).success;
}

/** Whether the schema's own `override` has a type and so replaces everything. */
function isReplaced(schema: z.core.$ZodType): boolean {
  const override: unknown = z.globalRegistry.get(schema)?.override;
  return typeof override === "object" && override !== null && "type" in override;
}

/**
 * Corrects zod's JSON schema where it differs from what the schema does: the required fields of a
 * body, and an `override` with a type, which replaces everything except the description.
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
