import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type {
  ApiDocument,
  DescribedAnswer,
  DescribedOperation,
} from "#lib/openapi/document-types.ts";

/** An answer as received by a client. */
export type SeenAnswer = {
  method: string;
  /** The path of the request, without its query. */
  pathname: string;
  status: number;
  headers: Headers;
  /** Parsed if JSON, otherwise text. */
  body: unknown;
};

const DOCUMENT = "https://roost.test/openapi.json";
/** Errors of the request handler, before any operation. */
export const AT_THE_DOOR: readonly number[] = [400, 404, 405, 413, 414, 417, 431];
const ERROR = "#/components/schemas/ErrorResponse";

/** A copy in which objects may not have undescribed fields. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== "object" || part === null) return part;
  const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  const isOpenObject = copy.type === "object" && "properties" in copy;
  return isOpenObject ? { additionalProperties: false, ...copy } : copy;
}

/** A JSON pointer into the document: `/paths/~1api~1users/get`. */
const pointer = (...keys: string[]) =>
  `#/${keys.map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;

type Place = { path: string; pattern: RegExp };

const placesOf = (document: ApiDocument): Place[] =>
  Object.keys(document.paths)
    // Literal segments precede parameters, as in the web framework.
    .sort((one, other) => one.split("{").length - other.split("{").length)
    .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`) }));

/**
 * Compares answers with the API description: status, media type, body without extra fields, and
 * required headers. Returns the differences. A status of `beyond` need not be described for the
 * operation, but must be a usual error.
 */
export function answerChecker(
  document: ApiDocument,
  beyond: readonly number[] = [],
): (seen: SeenAnswer) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(closed(document) as object, DOCUMENT);
  const compiled = new Map<string, ValidateFunction>();
  const validatorAt = (place: string): ValidateFunction => {
    const known = compiled.get(place) ?? ajv.compile({ $ref: `${DOCUMENT}${place}` });
    compiled.set(place, known);
    return known;
  };
  const bodyErrors = (place: string, body: unknown): string[] => {
    const validate = validatorAt(place);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `body${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
  const places = placesOf(document);

  return (seen) => {
    const path = places.find(({ pattern }) => pattern.test(seen.pathname))?.path ?? "";
    const method = seen.method.toLowerCase().replace("head", "get") as "get";
    const operation = document.paths[path]?.[method];
    const found = operation && answerOf(document, operation, [path, method], seen.status);
    if (found === undefined) {
      const refused = operation === undefined || beyond.includes(seen.status);
      if (refused && seen.status >= 400) return bodyErrors(ERROR, seen.body);
      return [`${seen.status} is not described`];
    }
    const [type = ""] = (seen.headers.get("content-type") ?? "").split(";");
    if (!(type in found.answer.content)) return [`the media type ${type} is not described`];
    return [
      ...headerErrors(seen),
      ...fieldErrors(seen),
      ...(seen.method === "HEAD"
        ? []
        : bodyErrors(pointer(...found.keys, "content", type, "schema"), seen.body)),
    ];
  };
}

function answerOf(
  { components }: ApiDocument,
  { responses }: DescribedOperation,
  [path, method]: [string, string],
  status: number,
): { answer: DescribedAnswer; keys: string[] } | undefined {
  const answer = responses[status];
  if (answer === undefined) return undefined;
  if (!("$ref" in answer)) {
    return { answer, keys: ["paths", path, method, "responses", String(status)] };
  }
  const name = answer.$ref.split("/").at(-1) ?? "";
  const component = components.responses[name];
  return component && { answer: component, keys: ["components", "responses", name] };
}

/** Every 422 names a field, parameter or header with its error. */
function fieldErrors({ method, status, body }: SeenAnswer): string[] {
  const named = Object(body).errors;
  const isBare = status === 422 && method !== "HEAD" && !(Array.isArray(named) && named.length > 0);
  return isBare ? ["a 422 without errors"] : [];
}

/** Required headers by status. */
function headerErrors({ status, headers }: SeenAnswer): string[] {
  const needed = [
    "cache-control",
    ...(status === 401 ? ["www-authenticate"] : []),
    ...(status === 429 ? ["retry-after"] : []),
  ];
  return needed.filter((name) => !headers.has(name)).map((name) => `the header ${name} is missing`);
}
