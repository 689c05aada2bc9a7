import { type CallInput, call } from "#lib/contract/client.ts";

const SHOWN_MAX = "50";

/** The active users of Roost, without service users, that match the text; null if they could not be loaded. */
export const searchPeople = (search: string) =>
  searchUsers({ service_user: "false", status: "active", search });

/** All users of Roost that match the text, also service users and blocked ones. */
export const searchEveryone = (search: string) => searchUsers({ search });

async function searchUsers(
  wanted: NonNullable<CallInput<"users.list">["query"]>,
): Promise<{ value: string; label: string }[] | null> {
  const query = { ...wanted, source: "roost", sort: "name", page_size: SHOWN_MAX } as const;
  const result = await call("users.list", { query });
  if (!result.ok) return null;
  return result.data.map(({ id, name, email }) => ({ value: id, label: name || email }));
}
