import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { readTokenText } from "#lib/crypto/token-text.ts";
import { answerChecker } from "#lib/dev/testing/check-answer.ts";
import { apiDocument } from "./document.ts";
import type { DescribedOperation, Schema } from "./document-types.ts";
import type { OperationDoc } from "./operation-doc.ts";
import { operationDocs } from "./operation-docs.ts";

const document = apiDocument();
const check = answerChecker(document);
const table = Object.entries(operations) as [OperationId, Operation][];
const withBody = table.flatMap(([id, { body }]) => (body ? [[id, body] as const] : []));

function described(id: OperationId): DescribedOperation {
  const { path, method } = operations[id];
  const found = document.paths[path]?.[method.toLowerCase() as Lowercase<typeof method>];
  if (found === undefined) throw new Error(`${id} is not described`);
  return found;
}

const exampleBody = (id: OperationId) => ({
  ...((operationDocs[id] as OperationDoc).body as object),
});

test.each(table)("describes the permission, answer and errors of %s", (id, operation) => {
  const one = described(id);
  expect(one).toMatchObject({ operationId: id, tags: [operation.tag] });
  expect(one["x-permission"]).toBe(operation.access);
  expect(one.security.length > 0).toBe(operation.access !== "anyone");
  expect(one.requestBody !== undefined).toBe(operation.body !== null);
  expect(Object.keys(one.responses)).toEqual(
    expect.arrayContaining([String(operation.status ?? 200), "500", "503"]),
  );
  const inPath = (one.parameters ?? []).filter((parameter) => parameter.in === "path");
  expect(inPath.map(({ name }) => `{${name}}`)).toEqual(operation.path.match(/\{\w+\}/g) ?? []);
});

test.each(table)("the schemas of %s accept its examples", (id, operation) => {
  const { body, answer }: OperationDoc = operationDocs[id];
  if (operation.body) expect(operation.body.safeParse(body).error).toBeUndefined();
  if (operation.file) {
    expect(typeof answer).toBe("string");
    return;
  }
  expect(operation.response.safeParse(answer).error).toBeUndefined();
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  const { method, path: pathname, status = 200 } = operation;
  expect(check({ method, pathname, status, headers, body: answer })).toEqual([]);
});

test.each(withBody)(
  "%s returns 422 exactly for a missing field documented as required",
  (id, schema) => {
    const given = described(id).requestBody?.content["application/json"]?.schema;
    const name = given?.$ref?.split("/").at(-1) ?? "";
    const { required = [], properties = {} } = given?.$ref
      ? (document.components.schemas[name] ?? {})
      : (given ?? {});
    for (const field of Object.keys(properties)) {
      const { [field]: _, ...rest } = exampleBody(id) as Record<string, unknown>;
      const refused = schema.safeParse(rest).error?.issues.some(({ path }) => path[0] === field);
      // One of two fields is required, which the schema of a field cannot say.
      if (id === "tokens.create" && field === "expires_in") continue;
      expect(refused === true, field).toBe(required.includes(field));
    }
  },
);

test("every schema is JSON Schema 2020-12 and every reference resolves", () => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema(document, "api");
  const places = Object.keys(document.components.schemas).map((name) => `schemas/${name}`);
  for (const place of places) {
    expect(() => ajv.compile({ $ref: `api#/components/${place}` }), place).not.toThrow();
  }
  for (const [, pointer = ""] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const target = pointer.split("/").reduce<unknown>((part, key) => {
      return (part as Record<string, unknown> | undefined)?.[key];
    }, document);
    expect(target, pointer).toBeDefined();
  }
});

test("every example token is well-formed and recognisable as an example", () => {
  const found = JSON.stringify(document).match(/nb[pi]_[0-9A-Za-z]{20,}/g) ?? [];
  expect(found).not.toEqual([]);
  for (const text of found) {
    expect(readTokenText(text, text.startsWith("nbp_") ? "nbp_" : "nbi_"), text).not.toBeNull();
    expect(text).toContain("EXAMPLE");
  }
});

test("secrets shown once are marked in answers and never in bodies", () => {
  const { schemas } = document.components;
  const marked = Object.entries(schemas).flatMap(([name, { properties = {} }]: [string, Schema]) =>
    Object.entries(properties).flatMap(([field, schema]) =>
      schema["x-show-once"] && schema.readOnly ? [`${name}.${field}`] : [],
    ),
  );
  expect(marked).toEqual(
    expect.arrayContaining([
      "SetupResponse.personal_access_token",
      "CreatedUser.password",
      "PersonalAccessTokenGenerated.plain_token",
    ]),
  );
  expect(marked.filter((place) => place.includes("Request"))).toEqual([]);
});
