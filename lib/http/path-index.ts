/** What a path matches: the value of its template, with the path's parameters. */
type Match<T> = { value: T; params: Record<string, string> };

type Template<T> = { segments: readonly Segment[]; value: T };
type Segment = { name: string } | { literal: string };

const toSegment = (text: string): Segment =>
  text.startsWith("{") ? { name: text.slice(1, -1) } : { literal: text };

const NO_PARAMS: Record<string, string> = Object.freeze({});

/**
 * Finds the template of a path, such as `/api/users/{userId}`. If several match, the one with a
 * literal at the first difference wins, as in the web framework. Parameters are not empty.
 */
export function pathIndex<T>(templates: Iterable<readonly [template: string, value: T]>) {
  const literals = new Map<string, Match<T>>();
  const bySize = new Map<number, Template<T>[]>();
  for (const [template, value] of templates) {
    if (!template.includes("{")) literals.set(template, { value, params: NO_PARAMS });
    const segments = template.split("/").map(toSegment);
    const found = bySize.get(segments.length) ?? [];
    bySize.set(segments.length, [...found, { segments, value }]);
  }
  for (const found of bySize.values()) found.sort(literalsFirst);
  return (pathname: string): Match<T> | undefined => {
    const literal = literals.get(pathname);
    if (literal !== undefined) return literal;
    const given = segmentsOf(pathname);
    for (const { segments, value } of bySize.get(given.length) ?? []) {
      const params = paramsAt(segments, given);
      if (params !== undefined) return { value, params };
    }
    return undefined;
  };
}

/** Decoded after the split: an encoded slash is part of a parameter. Unchanged if malformed. */
function segmentsOf(pathname: string): string[] {
  const segments = pathname.split("/");
  if (!pathname.includes("%")) return segments;
  try {
    return segments.map((segment) => decodeURIComponent(segment));
  } catch {
    return segments;
  }
}

function literalsFirst(one: Template<unknown>, other: Template<unknown>): number {
  const differs = one.segments.findIndex(
    (segment, at) => "name" in segment !== "name" in (other.segments[at] ?? segment),
  );
  if (differs === -1) return 0;
  return "name" in (one.segments[differs] ?? {}) ? 1 : -1;
}

function paramsAt(
  segments: readonly Segment[],
  given: readonly string[],
): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (let at = 0; at < segments.length; at += 1) {
    const segment = segments[at] as Segment;
    const value = given[at] ?? "";
    if ("literal" in segment ? segment.literal !== value : value === "") return undefined;
    if ("name" in segment) params[segment.name] = value;
  }
  return params;
}
