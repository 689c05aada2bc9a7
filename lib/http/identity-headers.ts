import type { Actor } from "#lib/services/context.ts";

/** RFC 3986, 2.3: what is never encoded. */
const UNRESERVED = /^[\w.~-]*$/;
const LEFT_BY_ENCODING = /[!'()*]/g;

const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

function encoded(text: string): string {
  // Alone it stands for an empty value.
  if (text === "-") return "%2D";
  if (UNRESERVED.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replace(LEFT_BY_ENCODING, percent);
}

const listed = (items: readonly string[], separator: string): string =>
  items.map(encoded).join(separator) || "-";

/** The colon is part of scopes and of nothing that they are separated by. */
const scopesOf = (scopes: Actor["scopes"]): string =>
  listed(scopes ?? ["all"], " ").replaceAll("%3A", ":");

/**
 * The headers by which a protected service learns the caller. All of them, always: a proxy may
 * leave the client's own in place of one that is absent. Values are percent-encoded UTF-8, and `-`
 * if empty.
 */
export function identityHeaders(
  actor: Pick<Actor, "userId" | "name" | "role" | "scopes" | "credential" | "isServiceUser">,
  groups: readonly { name: string }[],
): Record<string, string> {
  return {
    "x-roost-user-id": listed([actor.userId], ""),
    "x-roost-user": listed([actor.name], ""),
    "x-roost-role": listed([actor.role], ""),
    "x-roost-scopes": scopesOf(actor.scopes),
    "x-roost-groups": listed(
      groups.map(({ name }) => name),
      ",",
    ),
    "x-roost-token-id": listed([actor.credential.id], ""),
    "x-roost-service-user": String(actor.isServiceUser),
  };
}
