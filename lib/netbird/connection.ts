import type { Dispatcher } from "undici";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import type { NetBirdServer } from "#lib/config/netbird-server.ts";
import { settings } from "#lib/config/settings.ts";
import { Credential } from "./credential.ts";
import { Gate } from "./gate.ts";

const CONNECTIONS = 32;
const WAITING_MAX = 256;
/** For Roost's own requests, which long answers to clients must not hold up. */
const OWN_CONNECTIONS = 8;
const CONNECT_MS = 5000;

/**
 * How long NetBird may take, and a request may wait for a connection: its sender's rights were decided
 * before, and later it might be sent for a user who has lost them.
 */
type Timeouts = { headersMs: number; bodyIdleMs: number; startMs: number };
const TIMEOUTS: Timeouts = { headersMs: 30_000, bodyIdleMs: 30_000, startMs: 5_000 };

/** Some connections, and who may use them. */
export type Lane = {
  gate: Gate;
  /** How long a request may wait for one of them. */
  startMs: number;
  /** Connects at the first use; later calls give the same pool. */
  pool(): Promise<Dispatcher>;
};

/** The process's way to the NetBird server. */
export type Connection = {
  origin: string;
  /** Of NETBIRD_TOKEN. */
  broker: Credential;
  timeouts: Timeouts;
  /** For requests of clients. */
  forwarded: Lane;
  /** For Roost's own requests. */
  own: Lane;
  close(): Promise<void>;
};

/** A connection to this server. Nothing is loaded or connected before the first request. */
export function connectTo(
  { url, token, ca }: NetBirdServer,
  given: Partial<Timeouts> = {},
): Connection {
  const timeouts = { ...TIMEOUTS, ...given };
  const open = async (connections: number): Promise<Dispatcher> => {
    const { default: Pool } = await import("undici/lib/dispatcher/pool.js");
    return new Pool(url, {
      connections,
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
  const { startMs } = timeouts;
  const forwarded = laneOf(CONNECTIONS, { startMs, open });
  const own = laneOf(OWN_CONNECTIONS, { startMs, open });
  return {
    ...{ origin: url, broker: new Credential(token), timeouts, forwarded, own },
    async close() {
      await Promise.all([forwarded.close(), own.close()]);
    },
  };
}

type Opening = { startMs: number; open: (connections: number) => Promise<Dispatcher> };

function laneOf(connections: number, { startMs, open }: Opening) {
  let pool: Promise<Dispatcher> | undefined;
  return {
    startMs,
    gate: new Gate(connections + WAITING_MAX),
    pool: () => {
      pool ??= open(connections);
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
