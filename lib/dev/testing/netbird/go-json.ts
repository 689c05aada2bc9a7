import { type Node, parseTree } from "jsonc-parser";

/*
 * JSON as Go's encoding/json reads it into a struct: keys without regard to letter case, the last
 * one wins, null leaves a field unset, and bytes after the first value are ignored.
 */

export type Json = string | number | boolean | null | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** The known fields of an object, or the items of an array; absent where anything may be. */
export type Shape = { fields?: Record<string, Shape>; items?: Shape };

/** Go's simple case folding: the long s and the Kelvin sign equal ASCII letters. */
const fold = (key: string) => key.toLowerCase().replaceAll("\u017f", "s");

/** The value that Go reads, or undefined where it fails. */
export function readAsGo(text: string, shape: Shape): Json | undefined {
  const root = parseTree(text, [], { disallowComments: true });
  if (root === undefined || !isJson(text.slice(root.offset, root.offset + root.length))) {
    return undefined;
  }
  return readValue(root, shape);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readValue(node: Node, shape: Shape, earlier?: Json): Json {
  if (node.type === "array") {
    return (node.children ?? []).map((item) => readValue(item, shape.items ?? {}));
  }
  if (node.type !== "object") return node.value;
  return readObject(node, shape.fields, earlier);
}

function readObject(node: Node, fields: Shape["fields"], earlier: Json | undefined): JsonObject {
  const isObject = typeof earlier === "object" && earlier !== null && !Array.isArray(earlier);
  // A repeated object is read into the same struct.
  const read: JsonObject = isObject ? earlier : {};
  const names = new Map(Object.keys(fields ?? {}).map((name) => [fold(name), name]));
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (key === undefined || value === undefined) continue;
    const name = names.get(fold(key.value)) ?? key.value;
    const known = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (known !== undefined && value.type === "null") continue;
    const given = readValue(value, known ?? {}, Object.hasOwn(read, name) ? read[name] : undefined);
    // Also for a key such as __proto__.
    Object.defineProperty(read, name, {
      ...{ value: given, enumerable: true, configurable: true, writable: true },
    });
  }
  return read;
}
