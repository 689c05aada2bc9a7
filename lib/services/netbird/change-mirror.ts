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
  isReady,
  letGo,
  type Mirror,
  type MirrorState,
  removeMirror,
  storeUpstreamId,
} from "./mirror-row.ts";
import { neededRole } from "./needed-role.ts";
import { createUpstreamUser, deleteUpstreamUser, setUpstreamRole } from "./upstream-users.ts";

const WAIT_MS = 10_000;
const POLL_MS = 100;

/** Who calls: the owner of a mirror, its name at the NetBird server, and what the call needs. */
export type Caller = { accountId: string; owner: string; name: string; need: UpstreamNeed };

/**
 * Creates a mirror at the NetBird server, or gives it the role that its owner needs now. Returns
 * once that is stored; by one request at a time, in all processes. Those that waited use what the
 * first one prepared, unless it is the one that is `gone` there.
 */
export function prepareMirror(broker: Credential, caller: Caller, gone?: string): Promise<void> {
  const { accountId, owner, need } = caller;
  const deadline = performance.now() + WAIT_MS;
  const isPrepared = (mirror: Mirror | null) => isReady(mirror, need) && mirror.upstreamId !== gone;
  return oneAtATime(`netbird mirror ${owner}`, deadline, async () => {
    await addMirror(accountId, owner, new Date());
    do {
      const mirror = await findMirror(owner);
      if (isPrepared(mirror)) return;
      const held = mirror && (await holdMirror(mirror.id, new Date()));
      if (held) return change(held, (state) => prepare(broker, held, state, caller));
      await sleep(POLL_MS);
    } while (performance.now() < deadline);
    throw new Problem("unavailable", "the caller's service user at NetBird is being changed", {
      retryAfterSeconds: 2,
    });
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
  held: Held,
  state: MirrorState,
  { owner, name, need }: Caller,
): Promise<"kept"> {
  const role = await neededRole(owner, need, new Date());
  if (role === null) throw new Problem("unauthenticated", "the caller was blocked or deleted");
  state.upstreamId ??= await create(broker, held, name);
  let outcome = await setUpstreamRole(broker, state.upstreamId, role);
  if (outcome === "gone") {
    state.upstreamId = await create(broker, held, name);
    outcome = await setUpstreamRole(broker, state.upstreamId, role);
  }
  if (outcome === "blocked") {
    throw new Problem("bad_gateway", "NetBird has blocked the service user of Roost that calls");
  }
  if (outcome === "gone") {
    throw new Problem("bad_gateway", "the service user of Roost at NetBird was just deleted");
  }
  state.role = role;
  return "kept";
}

/** Stored at once: a service user that Roost does not know would be shown, and stay for ever. */
async function create(broker: Credential, held: Held, name: string): Promise<string> {
  const id = await createUpstreamUser(broker, name);
  if (await storeUpstreamId(held, id)) return id;
  await deleteUpstreamUser(broker, id);
  throw new Problem("unavailable", "the caller's service user at NetBird is being changed", {
    retryAfterSeconds: 2,
  });
}
