import type { Connection } from "#lib/netbird/connection.ts";
import type { Credential } from "#lib/netbird/credential.ts";

/** The credential that a read is forwarded with: the broker's. */
export const upstreamFor = ({ broker }: Connection): Credential => broker;
