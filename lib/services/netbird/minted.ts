import { globalSingleton } from "#lib/config/global-singleton.ts";
import { HOUR_MS } from "#lib/contract/durations.ts";
import type { Credential } from "#lib/netbird/credential.ts";
import type { ReadyMirror } from "./mirror-row.ts";
import { beat, processId } from "./process.ts";
import {
  deleteUpstreamToken,
  listUpstreamTokens,
  makeUpstreamToken,
  type UpstreamToken,
} from "./upstream-users.ts";

/* The access tokens of mirrors that this process made: in its memory, and nowhere else. */

type Minted = UpstreamToken & Pick<ReadyMirror, "upstreamId" | "generation">;
type State = { minted: Map<string, Minted>; minting: Map<string, Promise<Minted | null>> };

const state = () =>
  globalSingleton<State>("netbird-tokens", () => ({ minted: new Map(), minting: new Map() }));

/** With what a call reaches the NetBird server: the token of a mirror, and the mirror's ID there. */
export type MirrorToken = { mirrorId: string; upstreamId: string; credential: Credential };

/** Half of a token's day: then it is replaced. */
const HALF_LIFE_MS = 12 * HOUR_MS;

const isFresh = (token: Minted, { upstreamId, generation }: ReadyMirror, now: Date): boolean =>
  token.upstreamId === upstreamId &&
  token.generation === generation &&
  token.expiresAt.getTime() - now.getTime() > HALF_LIFE_MS;

/**
 * The token with which this process calls as a mirror: made if it has none, or if half of its life
 * is over. Null if the mirror is gone at the NetBird server.
 */
export async function tokenOf(
  broker: Credential,
  mirror: ReadyMirror,
  now: Date,
): Promise<UpstreamToken | null> {
  const { minted, minting } = state();
  const found = minted.get(mirror.id);
  if (found && isFresh(found, mirror, now)) return found;
  // A token of another generation that is being made would not work.
  const key = `${mirror.id} ${mirror.upstreamId} ${mirror.generation}`;
  const running = minting.get(key) ?? mint(broker, mirror, now);
  minting.set(key, running);
  try {
    return await running;
  } finally {
    minting.delete(key);
  }
}

/** Its name has the ID of this process, which has to be known before: a start deletes the others'. */
async function mint(broker: Credential, mirror: ReadyMirror, now: Date): Promise<Minted | null> {
  await beat(now);
  const { id, upstreamId, generation } = mirror;
  const name = `roost ${processId()} ${now.toISOString().slice(0, 10)}`;
  const made = await makeUpstreamToken(broker, upstreamId, name);
  if (made === null) return null;
  const token = { ...made, upstreamId, generation };
  state().minted.set(id, token);
  return token;
}

/** Forgets a token that the NetBird server refuses: the next call makes another one. */
export function forgetToken({ mirrorId, credential }: MirrorToken): void {
  const { minted } = state();
  if (minted.get(mirrorId)?.credential === credential) minted.delete(mirrorId);
}

const NAME = /^roost ([0-9a-z]{20}) /;

/** Deletes the tokens of a mirror whose process `ends`, which is asked after they are listed. */
export async function deleteTokens(
  broker: Credential,
  upstreamId: string,
  ends: (process: string) => boolean | Promise<boolean>,
): Promise<void> {
  for (const { id, name } of await listUpstreamTokens(broker, upstreamId)) {
    const [, process] = NAME.exec(name) ?? [];
    if (process !== undefined && (await ends(process)))
      await deleteUpstreamToken(broker, upstreamId, id);
  }
}

/** Deletes all tokens that this process made. Those that cannot be reached end within a day. */
export async function deleteOwnTokens(broker: Credential): Promise<void> {
  const { minted, minting } = state();
  await Promise.allSettled(minting.values());
  const mirrors = new Set([...minted.values()].map(({ upstreamId }) => upstreamId));
  minted.clear();
  const own = processId();
  await Promise.all([...mirrors].map((id) => deleteTokens(broker, id, (name) => name === own)));
}
