import type { ApiDocument, Schema } from "./document-types.ts";
import { meaningOf, sampleOf, withMeaning } from "./glossary.ts";

type Direction = "sent" | "answered";

const COMPONENT = /"#\/components\/schemas\/([^"]+)"/g;

/** The schema with the meaning of every field in it. */
function explained(schema: Schema, direction: Direction, owner = ""): Schema {
  const deeper = (inner: Schema) => explained(inner, direction);
  const { properties, items, anyOf, additionalProperties } = schema;
  return {
    ...schema,
    ...(items && { items: deeper(items) }),
    ...(anyOf && { anyOf: anyOf.map(deeper) }),
    ...(typeof additionalProperties === "object" && {
      additionalProperties: deeper(additionalProperties),
    }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, field]) => [
          name,
          withMeaning(name, deeper(field), { owner, answered: direction === "answered" }),
        ]),
      ),
    }),
  };
}

/** The components that a body holds, those within them included. */
function componentsIn(part: unknown, document: ApiDocument, found = new Set<string>()) {
  for (const [, name = ""] of JSON.stringify(part).matchAll(COMPONENT)) {
    if (found.has(name)) continue;
    found.add(name);
    componentsIn(document.components.schemas[name], document, found);
  }
  return found;
}

/**
 * Writes into the finished document what each field and parameter means. Not while it is made:
 * a field that several schemas share is still unfinished when the first of them is done.
 */
export function explain(document: ApiDocument): void {
  const described = Object.values(document.paths).flatMap((path) => Object.values(path));
  const bodies = described.map(({ requestBody }) => requestBody ?? {});
  const sent = componentsIn(bodies, document);
  for (const { parameters, requestBody, responses } of described) {
    for (const parameter of parameters ?? []) {
      const meaning = parameter.description ?? meaningOf(parameter.name);
      if (meaning !== undefined) parameter.description = meaning;
      if (parameter.in === "path") parameter.example ??= sampleOf(parameter.name);
    }
    for (const media of Object.values(requestBody?.content ?? {})) {
      media.schema = explained(media.schema, "sent");
    }
    for (const answer of Object.values(responses)) {
      if ("$ref" in answer) continue;
      for (const media of Object.values(answer.content)) {
        media.schema = explained(media.schema, "answered");
      }
    }
  }
  const { schemas } = document.components;
  for (const [name, schema] of Object.entries(schemas)) {
    schemas[name] = explained(schema, sent.has(name) ? "sent" : "answered", name);
  }
}
