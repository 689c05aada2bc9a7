import type { Dispatcher } from "undici";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import type { NetBirdServer } from "#lib/config/netbird-server.ts";
import { settings } from "#lib/config/settings.ts";
import { Credential } from "./credential.ts";
import { Gate } from "./gate.ts";

const CONNECTIONS = 32;
const WAITING_MAX = 256;
const CONNECT_MS = 5000;

/**
 * How long NetBird may take, and a request may wait for a connection: its sender's rights were decided
 * before, and later it might be sent for a user who has lost them.
 */
type Timeouts = { headersMs: number; bodyIdleMs: number; startMs: number };
const TIMEOUTS: Timeouts = { headersMs: 30_000, bodyIdleMs: 30_000, startMs: 5_000 };

/** The process's way to the NetBird server. */
export type Connection = {
  origin: string;
  /** Of NETBIRD_TOKEN. */
  broker: Credential;
  gate: Gate;
  timeouts: Timeouts;
  /** Connects at the first use; later calls give the same pool. */
  pool(): Promise<Dispatcher>;
  close(): Promise<void>;
};

/** A connection to this server. Nothing is loaded or connected before the first request. */
export function connectTo(
  { url, token, ca }: NetBirdServer,
  given: Partial<Timeouts> = {},
): Connection {
  const timeouts = { ...TIMEOUTS, ...given };
  let pool: Promise<Dispatcher> | undefined;
  const open = async (): Promise<Dispatcher> => {
    const { default: Pool } = await import("undici/lib/dispatcher/pool.js");
    return new Pool(url, {
      connections: CONNECTIONS,
      // A slow list would block the requests behind it.
      pipelining: 1,
      allowH2: false,
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.bodyIdleMs,
      connect: {
        timeout: CONNECT_MS,
        rejectUnauthorized: true,
        ...(ca === undefined ? {} : { ca }),
      },
    });
  };
  return {
    origin: url,
    broker: new Credential(token),
    gate: new Gate(CONNECTIONS + WAITING_MAX),
    timeouts,
    pool: () => {
      pool ??= open();
      return pool;
    },
    async close() {
      const opened = pool;
      pool = undefined;
      await (await opened)?.destroy();
    },
  };
}

/** The connection to the server of NETBIRD_URL; undefined if there is none. */
export function connection(): Connection | undefined {
  return globalSingleton("netbird", () => {
    const { netbird } = settings();
    return netbird && connectTo(netbird);
  });
}

/** Ends the connections; a later request opens new ones. */
export async function closeConnection(): Promise<void> {
  await connection()?.close();
}
