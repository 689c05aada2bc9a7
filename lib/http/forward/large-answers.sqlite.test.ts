import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { expect, test, vi } from "vitest";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { startFrontProcess } from "#lib/dev/testing/front-processes.ts";
import type { Arrival } from "#lib/dev/testing/netbird/arrival.ts";
import { netbirdServer } from "#lib/dev/testing/netbird.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam } from "#lib/dev/testing/team.ts";

const isPeers = ({ url }: Arrival) => url.startsWith("/api/peers");
const MB = 1024 * 1024;
const SIZE = 10 * MB;

/** Roost in a process of its own, before a stub of NetBird with long lists. */
async function startFront(listBytes: number) {
  useTestSettings();
  const netbird = await netbirdServer();
  const { url } = await freshDatabase();
  const { owner } = await seedTeam();
  const { child, port } = await startFrontProcess(url, netbird);
  netbird.misbehave({ listBytes }, isPeers);
  const get = async (): Promise<IncomingMessage> => {
    const headers = { authorization: `Token ${owner.token}` };
    const sent = httpRequest({ port, host: "127.0.0.1", path: "/api/peers", headers }).end();
    const [response] = await once(sent, "response");
    return response;
  };
  return { child, netbird, get };
}

async function peakOf(child: ChildProcess): Promise<number> {
  child.send("peak");
  const [bytes] = await once(child, "message");
  return bytes;
}

async function sizeOf(response: IncomingMessage): Promise<number> {
  let size = 0;
  for await (const chunk of response) size += chunk.length;
  return size;
}

/** Concurrent requests. */
const ALL = 6;

test("many long answers need no memory of their size", async () => {
  const { child, netbird, get } = await startFront(SIZE);
  const getAll = () => Promise.all(Array.from({ length: ALL }, async () => sizeOf(await get())));
  expect(Math.min(...(await getAll()))).toBeGreaterThan(SIZE);
  const before = await peakOf(child);
  netbird.misbehave({ listBytes: 4 * SIZE }, isPeers);
  expect(Math.min(...(await getAll()))).toBeGreaterThan(4 * SIZE);
  expect((await peakOf(child)) - before).toBeLessThan(5 * SIZE);
});

test("NetBird is read no faster than the client reads", async () => {
  const { child, get, netbird } = await startFront(SIZE);
  await sizeOf(await get());
  const before = await peakOf(child);
  netbird.misbehave({ listBytes: 20 * SIZE }, isPeers);
  const response = await get();
  const arrival = netbird.requests.at(-1);
  let last = -1;
  // The answer has stopped once nothing more is written between two looks.
  await vi.waitFor(
    () => {
      const same = arrival?.written === last;
      last = arrival?.written ?? 0;
      expect(same).toBe(true);
    },
    { interval: 300, timeout: 30_000 },
  );
  expect(last).toBeLessThan(10 * SIZE);
  expect((await peakOf(child)) - before).toBeLessThan(5 * SIZE);
  expect(await sizeOf(response)).toBeGreaterThan(20 * SIZE);
});
