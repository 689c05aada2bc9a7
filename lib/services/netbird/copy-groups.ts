import { z } from "zod";
import { ALL_GROUP } from "#lib/contract/all-group.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { ask } from "#lib/netbird/ask.ts";
import type { Credential } from "#lib/netbird/credential.ts";
import { PRESENT } from "../account/present-account.ts";

/* The groups of the NetBird server belong to it. Roost copies their names. */

/** With its peers, a list of groups is long. */
const LIST_MAX_BYTES = 32 * 1024 * 1024;

const groups = z.array(z.object({ id: z.string().min(1), name: z.string() }));

/** A group as it is copied. */
export type UpstreamGroup = z.output<typeof groups>[number];

/** Copies all groups of the NetBird server. Throws if it does not list them. */
export async function copyGroups(broker: Credential): Promise<void> {
  const asked = { method: "GET", path: "/api/groups", maxBytes: LIST_MAX_BYTES } as const;
  const { status, body } = await ask(broker, asked);
  if (status !== 200) throw new Error(`NetBird did not list its groups: HTTP ${status}`);
  const listed = groups.parse(body).filter(({ name }) => name !== ALL_GROUP);
  const account = await database().read.account.findFirst({
    where: PRESENT,
    select: { id: true },
  });
  if (account === null) return;
  await database().write(async (tx) => {
    const stored = await tx.group.findMany({
      where: { accountId: account.id, upstream: true },
      select: { id: true, name: true, gone: true },
    });
    const before = new Map(stored.map(({ id, name, gone }) => [id, gone ? null : name]));
    for (const group of listed) {
      if (before.get(group.id) !== group.name) await storeCopy(tx, account.id, group);
    }
    const there = new Set(listed.map(({ id }) => id));
    for (const { id } of stored) if (!there.has(id)) await removeCopy(tx, id);
  });
}

/** Copies one group that was created or renamed through Roost, before the next copy of all. */
export const copyGroup = (accountId: string, group: UpstreamGroup): Promise<void> =>
  database().write((tx) => storeCopy(tx, accountId, group));

/** Removes the copy of a group that was deleted through Roost. */
export const dropGroup = (id: string): Promise<void> =>
  database().write((tx) => removeCopy(tx, id));

async function storeCopy(tx: Tx, accountId: string, { id, name }: UpstreamGroup): Promise<void> {
  const named = { name, nameKey: nameKeyOf(name), upstream: true, gone: false };
  const { count } = await tx.group.updateMany({ where: { id, accountId }, data: named });
  if (count > 0) return;
  const data = { id, accountId, ...named, peers: [], resources: [], createdAt: new Date() };
  await tx.group.create({ data });
}

/**
 * A copy that a protected service lists stays, since without it the service would admit everyone; it
 * is gone, so that no one is in it.
 */
async function removeCopy(tx: Tx, id: string): Promise<void> {
  await tx.group.deleteMany({ where: { id, upstream: true, services: { none: {} } } });
  await tx.group.updateMany({ where: { id, upstream: true }, data: { gone: true } });
}
