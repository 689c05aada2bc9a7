import type { FieldView } from "#components/docs/chapter.ts";
import type { ApiDocument, Schema } from "#lib/openapi/document-types.ts";

type Schemas = ApiDocument["components"]["schemas"];

/** The name of the component that a schema references. */
export const componentOf = ({ $ref }: Schema) => $ref?.split("/").at(-1);

/** The schema, resolved if it is a reference. */
function resolve(schema: Schema, schemas: Schemas): Schema {
  const name = componentOf(schema);
  return name === undefined ? schema : { ...schemas[name], ...schema };
}

const SIMPLE: Record<string, string> = { "date-time": "time", integer: "whole number" };

/** The type of a value as text: "list of User", "time". */
export function typeWords(schema: Schema): string {
  const name = componentOf(schema);
  if (name !== undefined) return name;
  if (schema.items) return `list of ${typeWords(schema.items)}`;
  if (schema.anyOf) return schema.anyOf.map(typeWords).join(" or ");
  const type = [schema.type ?? "any value"].flat().join(" or ");
  return SIMPLE[schema.format ?? ""] ?? SIMPLE[type] ?? type;
}

function rangeWords(min: number | undefined, max: number | undefined, unit: string): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}${unit}`;
  if (max !== undefined) return `at most ${max}${unit}`;
  return min === undefined ? "" : `at least ${min}${unit}`;
}

/** The limits of a value as text, or an empty string. */
function limitWords(schema: Schema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const choices = schema.enum?.map(String) ?? [];
  return [
    choices.length > 0 ? `one of ${choices.join(", ")}` : "",
    rangeWords(minimum, maximum, ""),
    rangeWords(minLength, maxLength, " characters"),
    rangeWords(minItems, maxItems, " entries"),
  ]
    .filter(Boolean)
    .join("; ");
}

/** One row of a table of fields or parameters. */
export function fieldView(name: string, schema: Schema, required: boolean): FieldView {
  return {
    name,
    type: typeWords(schema),
    required,
    meaning: schema.description ?? "",
    limits: limitWords(schema),
    shownOnce: schema["x-show-once"] === true,
  };
}

/** All fields of a body or response, nested ones with dotted names. */
export function fieldViews(schema: Schema, schemas: Schemas, before = ""): FieldView[] {
  const { items, properties = {}, required = [], additionalProperties } = resolve(schema, schemas);
  if (items) return fieldViews(items, schemas, before === "" ? "" : `${before}[]`);
  const start = before === "" ? "" : `${before}.`;
  const each = typeof additionalProperties === "object" ? additionalProperties : {};
  return [
    ...Object.entries(properties).flatMap(([name, field]) => [
      fieldView(`${start}${name}`, field, required.includes(name)),
      ...fieldViews(field, schemas, `${start}${name}`),
    ]),
    ...(Object.keys(each).length > 0 ? fieldViews(each, schemas, `${start}*`) : []),
  ];
}
