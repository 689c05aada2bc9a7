import { z } from "zod";

function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodPipe) return innermost(schema.in);
  const wrapped =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault;
  return wrapped ? innermost(schema.unwrap()) : schema;
}

type Key = string | number;
type Place = { keys: Key[]; isSwitch: boolean };

/** Every place of the schema in a body. */
export function placesOf(wrapped: z.core.$ZodType): Place[] {
  const schema = innermost(wrapped);
  const inside = (key: Key, inner: z.core.$ZodType): Place[] => [
    { keys: [key], isSwitch: innermost(inner) instanceof z.ZodBoolean },
    ...placesOf(inner).map(({ keys, isSwitch }) => ({ keys: [key, ...keys], isSwitch })),
  ];
  if (schema instanceof z.ZodArray) return inside(0, schema.element);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([key, inner]) => inside(key, inner));
}

const HERE = "@@here@@";

/** A copy of the value with a marker at that place, with missing parents added. */
function marked(value: unknown, [key, ...rest]: Key[]): unknown {
  if (key === undefined) return HERE;
  if (typeof key === "number") return [marked(undefined, rest)];
  const object: Record<string, unknown> = { ...(value as object | undefined) };
  return { ...object, [key]: marked(object[key], rest) };
}

/** The body as JSON with another value at that place. */
export const put = (body: object | undefined, keys: Key[], json: string) =>
  JSON.stringify(marked(body, keys)).replace(JSON.stringify(HERE), () => json);
