import { isolated } from "#components/ui/isolated.ts";

/** The kinds of objects that users identify by name. */
export type NameKind = "group" | "user";

export type NamedObject = { id: string; name: string; is_service_user?: boolean | undefined };

/** A warning if another object has the same or a similar name; null otherwise. */
export function similarNameWarning(
  kind: NameKind,
  name: string,
  found: readonly NamedObject[],
  id: string | undefined,
): string | null {
  const others = found.filter((one) => one.id !== id);
  const [other] = others.toSorted(
    (one, two) => Number(two.name === name) - Number(one.name === name),
  );
  if (other === undefined) return null;
  const exists = `${nounOf(kind, other)} named “${isolated(other.name)}” already exists.`;
  return other.name === name
    ? exists
    : `${exists} The names differ only in case, spaces or Unicode form.`;
}

function nounOf(kind: NameKind, { is_service_user }: NamedObject): string {
  if (kind === "group") return "A group";
  return is_service_user ? "A service user" : "A user";
}
