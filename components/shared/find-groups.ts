import { type CallResult, call } from "#lib/contract/client.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";

type Wanted = { search: string } | { same_name: string };

/**
 * The groups whose name contains a text or is similar to one, at most `limit`. A NetBird server
 * behind Roost answers with all groups, whatever is asked.
 */
export async function findGroups(
  wanted: Wanted,
  limit: number,
  signal?: AbortSignal,
): Promise<CallResult<"groups.list">> {
  const query = { ...wanted, page_size: String(limit), sort: "name" } as const;
  const result = await call("groups.list", { query, ...(signal ? { signal } : {}) });
  if (!result.ok) return result;
  const matches = matcherOf(wanted);
  return { ok: true, data: result.data.filter(({ name }) => matches(name)).slice(0, limit) };
}

function matcherOf(wanted: Wanted): (name: string) => boolean {
  if ("same_name" in wanted) {
    const key = nameKeyOf(wanted.same_name);
    return (name) => nameKeyOf(name) === key;
  }
  const key = nameKeyOf(wanted.search).trim();
  return (name) => nameKeyOf(name).includes(key);
}
