import { isolated } from "#components/ui/isolated.ts";

/** The kinds of objects that people recognize by name. */
export type NameKind = "group" | "user";

export type NamedObject = { id: string; name: string; is_service_user?: boolean | undefined };

/** What a name is warned of that other objects have, or nearly have; null for one that none has. */
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
  const called = `${nounOf(kind, other)} is called “${isolated(other.name)}”`;
  return other.name === name
    ? `${called} already.`
    : `${called} already. The names differ only in case, blanks or Unicode form.`;
}

function nounOf(kind: NameKind, { is_service_user }: NamedObject): string {
  if (kind === "group") return "A group";
  return is_service_user ? "A service user" : "A user";
}
