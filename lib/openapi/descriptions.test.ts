import { expect, test } from "vitest";
import { apiDocument } from "./document.ts";
import type { ApiDocument, Media, Schema } from "./document-types.ts";

/** The properties of a schema by place, including those of items and alternatives. */
function propertiesIn(schema: Schema, place: string): [string, Schema][] {
  const { properties = {}, items, anyOf = [], additionalProperties } = schema;
  const inner = [items, ...anyOf, additionalProperties].filter((part) => typeof part === "object");
  return [
    ...Object.entries(properties).flatMap(([name, field]): [string, Schema][] => [
      [`${place}.${name}`, field],
      ...propertiesIn(field, `${place}.${name}`),
    ]),
    ...inner.flatMap((part) => propertiesIn(part, `${place}[]`)),
  ];
}

const operationsOf = ({ paths }: ApiDocument) =>
  Object.values(paths).flatMap((path) => Object.values(path));

function bodiesOf(document: ApiDocument): [string, Media][] {
  return operationsOf(document).flatMap(({ operationId, requestBody, responses }) =>
    [requestBody, ...Object.values(responses)].flatMap((part): [string, Media][] =>
      Object.values(part && "content" in part ? part.content : {}).map((media) => [
        operationId,
        media,
      ]),
    ),
  );
}

function undescribed(document: ApiDocument): string[] {
  const properties = [
    ...Object.entries(document.components.schemas).flatMap(([name, schema]) =>
      propertiesIn(schema, name),
    ),
    ...bodiesOf(document).flatMap(([id, { schema }]) => propertiesIn(schema, id)),
  ];
  const parameters = operationsOf(document).flatMap(({ operationId, parameters = [] }) =>
    parameters.map((parameter) => [`${operationId} ${parameter.name}`, parameter] as const),
  );
  expect(properties.length).toBeGreaterThan(300);
  expect(parameters.length).toBeGreaterThan(100);
  return [...properties, ...parameters].flatMap(([place, { description }]) =>
    description ? [] : [place],
  );
}

test("every property and parameter has a description", () => {
  expect(undescribed(apiDocument())).toEqual([]);
});
