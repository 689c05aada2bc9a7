/** The newest known event, or the time at which there was none. */
export type Newest = { id: number; at: Date };

/** One page of the list, plus one to detect more. */
const AT_MOST = 51;
/** Clocks of servers that share a database may differ. */
const SKEW_MS = 60_000;

/**
 * Asks the API for newer events with the filters of the URL. The lower bound lets the database read
 * the end of an index, however many events there are.
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

/** The events of a response that are not shown yet, by ID, since clocks may differ. */
export type Newer = { count: number; lastId: number };

/** The number of events with a higher ID than the known one, and the highest ID. */
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
