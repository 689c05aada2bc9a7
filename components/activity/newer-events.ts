/** The newest event that a reader knows of; of none, when it was looked for in vain. */
export type Newest = { id: number; at: Date };

/** As many as a page of the list holds, and one more to know that there are more. */
const AT_MOST = 51;
/** Servers that share a database need not agree on the time. */
const SKEW_MS = 60_000;

/**
 * Asks the API for what is newer, with the filters of the list at this address. The time bounds
 * it from below, so that it is read from the end of an index however many events there are.
 */
export function newerQuery(address: string, { at }: Newest): Record<string, string> {
  const {
    sort: _,
    since,
    ...filters
  } = Object.fromEntries(new URLSearchParams(address.split("?")[1]));
  const from = Math.max(at.getTime() - SKEW_MS, since === undefined ? 0 : Date.parse(since));
  return { ...filters, since: new Date(from).toISOString(), page_size: String(AT_MOST) };
}

/** The events of an answer that are not shown yet, compared by ID: clocks need not agree. */
export type Newer = { count: number; lastId: number };

/** How many of the answer have a higher id than what is known, and the highest of all. */
export function newerIn(events: readonly { id: string }[], knownId: number): Newer {
  const ids = events.map(({ id }) => Number(id));
  return {
    count: ids.filter((id) => id > knownId).length,
    lastId: Math.max(knownId, ...ids),
  };
}

/** "1 new event", "50+ new events". */
export function newerText(count: number): string {
  if (count === 1) return "1 new event";
  return `${count < AT_MOST ? count : `${AT_MOST - 1}+`} new events`;
}
