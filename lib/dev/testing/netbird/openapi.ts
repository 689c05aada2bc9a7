import { readFileSync } from "node:fs";
import { type ErrorObject, Ajv2020 as Schemas, type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";
import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import type { Json, Shape } from "./go-json.ts";

type Schema = {
  $ref?: string;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  additionalProperties?: boolean | Schema;
  properties?: Record<string, Schema>;
  items?: Schema;
};
type Content = { content?: Record<string, { schema: Schema }> };
type Described = { requestBody?: Required<Content>; responses?: Record<string, Content> };
type Document = {
  components: { schemas: Record<string, Schema> };
  paths: Record<string, Record<string, Described>>;
};
type Place = Pick<NetBirdOperation, "method" | "path">;

const ADDRESS = "https://netbird.test/openapi.json";
const FILE = new URL("./openapi/openapi.yml", import.meta.url);
const NO_SCHEMA: Schema = {};

let loaded: ReturnType<typeof load> | undefined;
// Only tests that use it wait for 14 000 lines of YAML.
const document = () => {
  loaded ??= load();
  return loaded;
};

function load() {
  const content: Document = parse(readFileSync(FILE, "utf8"));
  // The server checks no formats.
  const schemas = new Schemas({ strict: false, allErrors: true, validateFormats: false });
  schemas.addSchema(content, ADDRESS);
  return { content, schemas, compiled: new Map<string, ValidateFunction>() };
}

const METHODS = ["get", "post", "put", "patch", "delete"];

/** The operations that NetBird's document describes. */
export function describedOperations(): Place[] {
  const paths = Object.entries(document().content.paths);
  return paths.flatMap(([path, methods]) =>
    METHODS.filter((method) => method in methods).map((method) => ({
      method: method.toUpperCase() as Place["method"],
      path,
    })),
  );
}

function bodySchema({ method, path }: Place): Schema | undefined {
  const described = document().content.paths[path]?.[method.toLowerCase()];
  return described?.requestBody?.content["application/json"]?.schema;
}

/** The fields that NetBird knows in the body of an operation. */
export const bodyShape = (row: Place): Shape => shapeOf(bodySchema(row) ?? NO_SCHEMA, 0);

/**
 * The places of all fields in a successful answer of an operation, such as `[].target.url`; an object
 * with fields that are not described has one more, `*`.
 */
export function answerFields({ method, path }: Place): string[] {
  const { responses = {} } = document().content.paths[path]?.[method.toLowerCase()] ?? {};
  const found = new Set<string>();
  for (const [status, { content = {} }] of Object.entries(responses)) {
    const schemas = status.startsWith("2") ? Object.values(content) : [];
    for (const { schema } of schemas) addFields(schema, "", new Set(), found);
  }
  return [...found];
}

function addFields(schema: Schema, at: string, above: Set<string>, found: Set<string>): void {
  const { $ref, allOf = [], oneOf = [], anyOf = [], items, properties = {} } = schema;
  if ($ref !== undefined) {
    const named = document().content.components.schemas[$ref.split("/").at(-1) ?? ""];
    // Some schemas contain themselves.
    if (named && !above.has($ref)) addFields(named, at, new Set([...above, $ref]), found);
  }
  for (const part of [...allOf, ...oneOf, ...anyOf]) addFields(part, at, above, found);
  if (items) addFields(items, `${at}[]`, above, found);
  if (schema.additionalProperties) found.add(`${at}.*`);
  for (const [name, part] of Object.entries(properties)) {
    found.add(`${at}.${name}`);
    addFields(part, `${at}.${name}`, above, found);
  }
}

const DEEPEST = 12;

function shapeOf(schema: Schema, depth: number): Shape {
  const parts = [schema];
  for (let at = 0; at < parts.length; at += 1) {
    const { $ref, allOf = [], oneOf = [] } = parts[at] ?? NO_SCHEMA;
    const named = $ref && document().content.components.schemas[$ref.split("/").at(-1) ?? ""];
    parts.push(...allOf, ...oneOf, ...(named ? [named] : []));
  }
  const items = parts.find((part) => part.items)?.items;
  const properties = parts.flatMap((part) => Object.entries(part.properties ?? {}));
  if (depth > DEEPEST) return {};
  const known = properties.map(([name, part]) => [name, shapeOf(part, depth + 1)] as const);
  return {
    ...(known.length > 0 ? { fields: Object.fromEntries(known) } : {}),
    ...(items ? { items: shapeOf(items, depth + 1) } : {}),
  };
}

/** How a body differs from NetBird's document: whether a value has the wrong type, and the words. */
export function bodyError(row: Place, body: Json): { wrongType: boolean; text: string } | null {
  if (bodySchema(row) === undefined) return null;
  const pointer = [row.path, row.method.toLowerCase()]
    .map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1")))
    .join("/");
  const { compiled, schemas } = document();
  const place = `${ADDRESS}#/paths/${pointer}/requestBody/content/application~1json/schema`;
  const validate = compiled.get(place) ?? schemas.compile({ $ref: place });
  compiled.set(place, validate);
  if (validate(body)) return null;
  const errors: ErrorObject[] = validate.errors ?? [];
  return {
    wrongType: errors.some(({ keyword }) => keyword === "type"),
    text: errors.map(({ instancePath, message }) => `${instancePath} ${message}`).join(", "),
  };
}
