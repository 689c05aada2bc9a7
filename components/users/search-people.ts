import { call } from "#lib/contract/client.ts";

const SHOWN_MAX = "50";

/** The active users, without service users, that match the text; null if they could not be loaded. */
export async function searchPeople(
  search: string,
): Promise<{ value: string; label: string }[] | null> {
  const active = { service_user: "false", status: "active", sort: "name" } as const;
  const result = await call("users.list", { query: { ...active, search, page_size: SHOWN_MAX } });
  if (!result.ok) return null;
  return result.data.map(({ id, name, email }) => ({ value: id, label: name || email }));
}
