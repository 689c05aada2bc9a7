import { globalSingleton } from "#lib/config/global-singleton.ts";

/** A token's latest use: time, address and agent. */
export type LastUse = {
  lastUsedAt: Date;
  lastUsedIp: string;
  lastUsedAgent: string;
};

/*
 * Unwritten uses by token, so that answers include them: otherwise a token that lists itself would
 * appear as never used.
 */
const pending = () => globalSingleton("pending-token-uses", () => new Map<string, LastUse>());

/** Keeps a use until `forgetPendingUse`, once it is written or dropped. */
export function notePendingUse(tokenId: string, use: LastUse): void {
  pending().set(tokenId, use);
}

/** Removes the use, unless a later one has replaced it. */
export function forgetPendingUse(tokenId: string, use: LastUse): void {
  if (pending().get(tokenId) === use) pending().delete(tokenId);
}

type WithLastUse = {
  id: string;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  lastUsedAgent: string | null;
};

/** The row with its latest use, written or not. */
export function withPendingUse<Row extends WithLastUse>(row: Row): Row {
  const use = pending().get(row.id);
  if (use === undefined || (row.lastUsedAt !== null && row.lastUsedAt >= use.lastUsedAt))
    return row;
  return { ...row, ...use };
}
