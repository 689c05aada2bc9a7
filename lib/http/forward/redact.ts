/**
 * JSON without the secrets at these places of the table, such as `[].targets[].auth_token`: every
 * field of their last name becomes null, wherever it is and however it is spelled, so that another
 * form of the answer shows none either.
 */
export function redacted(text: string, places: readonly string[]): string {
  const names = new Set(places.map((place) => (place.split(".").at(-1) ?? "").toLowerCase()));
  return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    names.has(key.toLowerCase()) ? null : value,
  );
}
