import type { AnswerView, OperationView, ReferenceView } from "#components/docs/chapter.ts";
import {
  type ApiDocument,
  type DescribedAnswer,
  type DescribedOperation,
  outcomesOf,
  type Schema,
} from "#lib/openapi/document-types.ts";
import { curlText } from "./curl-text.ts";
import { componentOf, fieldView, fieldViews, typeWords } from "./field-views.ts";

const written = (example: unknown): string =>
  typeof example === "string" ? example : JSON.stringify(example, null, 2);

function answerOf(document: ApiDocument, answer: DescribedAnswer | { $ref: string }) {
  if (!("$ref" in answer)) return answer;
  const found = document.components.responses[answer.$ref.split("/").at(-1) ?? ""];
  if (found === undefined) throw new Error(`no response ${answer.$ref}`);
  return found;
}

function bodyView(document: ApiDocument, { requestBody }: DescribedOperation) {
  const media = requestBody?.content["application/json"];
  if (media === undefined) return null;
  return {
    optional: requestBody?.required !== true,
    fields: fieldViews(media.schema, document.components.schemas),
    example: written(media.example),
  };
}

const contentOf = (document: ApiDocument, operation: DescribedOperation) => {
  const { done } = outcomesOf(operation);
  if (done === undefined) throw new Error("an operation without a response");
  return Object.entries(answerOf(document, done).content);
};

const ERROR = "ErrorResponse";

/** The objects that several operations return, alone or in a list. */
function sharedObjects(document: ApiDocument, operations: DescribedOperation[]): string[] {
  const roots = operations.flatMap((operation) =>
    contentOf(document, operation).flatMap(([, { schema }]) => rootOf(schema) ?? []),
  );
  const shared = roots.filter((name, at) => roots.indexOf(name) < at);
  return [...new Set([...shared, ERROR])];
}

const rootOf = (schema: Schema) => componentOf(schema.items ?? schema);

function shapeOf(type: string, schema: Schema, shared: string[]) {
  const root = rootOf(schema);
  if (root !== undefined && shared.includes(root)) {
    return { shape: schema.items ? "List of " : "", object: root };
  }
  const words = typeWords(schema);
  const isFile = type !== "application/json";
  if (isFile) return { shape: `A file (${type}).`, object: null };
  const isEmpty = Object.keys(schema.properties ?? {}).length === 0;
  if (words === "object")
    return { shape: isEmpty ? "An empty object." : "An object.", object: null };
  return { shape: `${words.charAt(0).toUpperCase()}${words.slice(1)}.`, object: null };
}

function answerView(
  document: ApiDocument,
  operation: DescribedOperation,
  shared: string[],
): AnswerView {
  const all = contentOf(document, operation);
  const described = all.map(([type, { schema }]) => {
    const shape = shapeOf(type, schema, shared);
    const fields = shape.object ? [] : fieldViews(schema, document.components.schemas);
    return { ...shape, fields };
  });
  return {
    shape: described.map(({ shape }) => shape).join(" "),
    object: described.find(({ object }) => object !== null)?.object ?? null,
    fields: described.flatMap(({ fields }) => fields),
    example: written(all[0]?.[1].example),
  };
}

function operationView(
  document: ApiDocument,
  origin: string,
  shared: string[],
  [path, method, operation]: readonly [string, string, DescribedOperation],
): OperationView {
  const permission = operation["x-permission-words"];
  return {
    id: operation.operationId,
    method,
    path,
    summary: operation.summary,
    description: operation.description.slice(0, -permission.length).trim(),
    permission,
    parameters: (operation.parameters ?? []).map(({ name, in: place, required, ...rest }) => ({
      ...fieldView(
        name,
        { ...rest.schema, description: rest.description ?? "" },
        required === true,
      ),
      place,
    })),
    body: bodyView(document, operation),
    answer: answerView(document, operation, shared),
    errors: outcomesOf(operation).errors.map(([status, answer]) => ({
      status,
      reason: answerOf(document, answer).description,
    })),
    curl: curlText(origin, path, method, operation),
  };
}

/** The reference by chapter, with curl commands for `origin`. */
export function referenceOf(document: ApiDocument, origin: string): ReferenceView {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [path, method.toUpperCase(), operation] as const,
    ),
  );
  const shared = sharedObjects(
    document,
    all.map(([, , operation]) => operation),
  );
  const { schemas } = document.components;
  return {
    chapters: document.tags.map(({ name, description }) => ({
      tag: name,
      about: description,
      operations: all
        .filter(([, , operation]) => operation.tags[0] === name)
        .map((one) => operationView(document, origin, shared, one)),
    })),
    objects: shared.map((name) => ({ name, fields: fieldViews(schemas[name] ?? {}, schemas) })),
  };
}
