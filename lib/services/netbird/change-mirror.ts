import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "#lib/contract/problem.ts";
import type { Credential } from "#lib/netbird/credential.ts";
import type { UpstreamNeed } from "#lib/policy/upstream-role.ts";
import { oneAtATime } from "../one-at-a-time.ts";
import {
  addMirror,
  findMirror,
  type Held,
  holdMirror,
  letGo,
  type MirrorState,
  removeMirror,
} from "./mirror-row.ts";
import { neededRole } from "./needed-role.ts";
import { createUpstreamUser, listUpstreamUsers, setUpstreamRole } from "./upstream-users.ts";

const WAIT_MS = 10_000;
const POLL_MS = 100;

/** Who calls: the owner of a mirror, its name at the NetBird server, and what the call needs. */
export type Caller = { accountId: string; owner: string; name: string; need: UpstreamNeed };

/**
 * Creates a mirror at the NetBird server, or gives it the role that its owner needs now. Returns
 * once that is stored; by one request at a time, in all processes.
 */
export function prepareMirror(broker: Credential, caller: Caller): Promise<void> {
  const deadline = performance.now() + WAIT_MS;
  return oneAtATime(`netbird mirror ${caller.owner}`, deadline, async () => {
    await addMirror(caller.accountId, caller.owner, new Date());
    const held = await holdSoon(caller.owner, deadline);
    await change(held, (state) => prepare(broker, state, caller));
  });
}

async function holdSoon(owner: string, deadline: number): Promise<Held> {
  do {
    const mirror = await findMirror(owner);
    const held = mirror && (await holdMirror(mirror.id, new Date()));
    if (held) return held;
    await sleep(POLL_MS);
  } while (performance.now() < deadline);
  throw new Problem("unavailable", "the caller's service user at NetBird is being changed", {
    retryAfterSeconds: 2,
  });
}

/**
 * Changes a held mirror and lets it go. The work sets in `state` what is true as soon as it is; it
 * returns "removed" for one that is gone for good. Whatever fails leaves the role unknown.
 */
export async function change(
  held: Held,
  work: (state: MirrorState) => Promise<"kept" | "removed">,
): Promise<void> {
  const { upstreamId, generation } = held.row;
  const state: MirrorState = { upstreamId, generation, role: "" };
  let outcome = "kept";
  try {
    outcome = await work(state);
  } finally {
    await (outcome === "removed" ? removeMirror(held) : letGo(held, state));
  }
}

async function prepare(
  broker: Credential,
  state: MirrorState,
  { owner, name, need }: Caller,
): Promise<"kept"> {
  const users = await listUpstreamUsers(broker);
  let found = users.find(({ id }) => id === state.upstreamId);
  if (found === undefined) {
    const id = await createUpstreamUser(broker, name);
    state.upstreamId = id;
    found = { id, role: "user", is_blocked: false };
  }
  if (found.is_blocked) {
    throw new Problem("bad_gateway", "NetBird has blocked the service user of Roost that calls");
  }
  const role = await neededRole(owner, need, new Date());
  if (role === null) throw new Problem("unauthenticated", "the caller was blocked or deleted");
  if (found.role !== role && !(await setUpstreamRole(broker, found.id, role))) {
    throw new Problem("bad_gateway", "the service user of Roost at NetBird was just deleted");
  }
  state.role = role;
  return "kept";
}
