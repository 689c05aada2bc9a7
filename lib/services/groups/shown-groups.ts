import { connection } from "#lib/netbird/connection.ts";

/** The groups to choose from: with a NetBird server behind Roost, the copies of its groups. */
export const shownGroups = (accountId: string) => ({
  accountId,
  upstream: connection() !== undefined,
  gone: false,
});
