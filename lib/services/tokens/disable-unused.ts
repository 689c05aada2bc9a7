import { setImmediate } from "node:timers/promises";
import { accountSettings } from "#lib/contract/account.ts";
import { DAY_MS } from "#lib/contract/durations.ts";
import { UNUSED_DAYS } from "#lib/contract/token-limits.ts";
import { database, type Tx } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { PRESENT } from "../account/present-account.ts";
import { type Initiator, recordEvent } from "../events/record-event.ts";
import { SYSTEM } from "../resets/reset-row.ts";
import { usesWritten } from "../usage/count-uses.ts";
import { tokenMeta } from "./create-token.ts";
import { markDisabled } from "./disable-token.ts";
import { inventoryColumns } from "./token-row.ts";

/** Tokens of one write: tens of milliseconds, the longest wait of other writes. */
const PART = 25;

const ORIGIN = { address: "", userAgent: "", requestId: "unused-tokens" };

const columns = { ...inventoryColumns, unusedNoticeAt: true } as const;

type Unused = Prisma.TokenGetPayload<{ select: typeof columns }>;

/**
 * Gives notice of access tokens without use, and disables those whose notice was given seven days
 * ago, as the setting of their account says. Any number of servers may run it at a time.
 */
export async function disableUnused(now: Date, signal: AbortSignal): Promise<void> {
  const accounts = await database().read.account.findMany({
    where: PRESENT,
    select: { id: true, settings: true },
  });
  for (const { id, settings } of accounts) {
    const days = accountSettings.parse(settings).accessTokenDisableUnusedDays;
    if (days === null) continue;
    for (const column of ["lastUsedAt", "createdAt"] as const) {
      await inParts({ accountId: id, now, column }, signal);
    }
  }
}

/** Used tokens by their last use, the others by their creation: each along an index. */
type Column = "lastUsedAt" | "createdAt";

type Look = { accountId: string; now: Date; column: Column };

/** The place in the order of a column. */
type Place = { at: Date; id: string };

async function inParts(look: Look, signal: AbortSignal): Promise<void> {
  let after: Place | undefined = { at: new Date(0), id: "" };
  while (after !== undefined && !signal.aborted) {
    const from: Place = after;
    // So that a token used a moment ago is not unused.
    await usesWritten();
    after = await database().write((tx) => actOnPart(tx, look, from));
    await setImmediate();
  }
}

/** Returns the place of the last token; undefined if there are no more. */
async function actOnPart(tx: Tx, look: Look, after: Place): Promise<Place | undefined> {
  const { accountId, now, column } = look;
  const where = { id: accountId, ...PRESENT };
  // The owner may have switched it off since the last part.
  const account = await tx.account.findFirst({ where, select: { settings: true } });
  const days = account && accountSettings.parse(account.settings).accessTokenDisableUnusedDays;
  if (days === null) return undefined;
  const since = daysBefore(now, days - UNUSED_DAYS.notice);
  const tokens = await tx.token.findMany({
    where: {
      AND: [
        { [column]: { gte: after.at, lt: since } },
        { OR: [{ [column]: { gt: after.at } }, { id: { gt: after.id } }] },
        column === "createdAt" ? { lastUsedAt: null } : {},
        { user: { accountId }, disabledAt: null, expiresAt: { gt: now } },
      ],
    },
    select: columns,
    orderBy: [{ [column]: "asc" }, { id: "asc" }],
    take: PART,
  });
  const system = { userId: SYSTEM, accountId, name: "", email: "", origin: ORIGIN };
  for (const token of tokens) await act(tx, system, { token, days, now });
  const last = tokens.at(-1);
  const at = last?.[column];
  return last && at ? { at, id: last.id } : undefined;
}

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS);

type Acting = { token: Unused; days: number; now: Date };

/** A notice this old is of an earlier setting: what it announced did not happen. */
const STALE_DAYS = 2 * UNUSED_DAYS.notice;

async function act(tx: Tx, system: Initiator, { token, days, now }: Acting): Promise<void> {
  const { user, unusedNoticeAt, ...row } = token;
  const lastUse = row.lastUsedAt ?? row.createdAt;
  const isStale = (notice: Date) => notice <= lastUse || notice <= daysBefore(now, STALE_DAYS);
  if (unusedNoticeAt === null || isStale(unusedNoticeAt)) {
    const end = Math.max(
      lastUse.getTime() + days * DAY_MS,
      now.getTime() + UNUSED_DAYS.notice * DAY_MS,
    );
    await tx.token.update({
      where: { id: row.id },
      data: { unusedNoticeAt: now },
      select: { id: true },
    });
    await recordEvent(tx, system, {
      code: "personal.access.token.unused",
      targetId: user.id,
      meta: { ...tokenMeta(user, row), disabled_on: new Date(end).toISOString().slice(0, 10) },
    });
    return;
  }
  const isDue = unusedNoticeAt <= daysBefore(now, UNUSED_DAYS.notice);
  if (isDue && lastUse < daysBefore(now, days)) {
    await markDisabled(tx, system, { owner: user, token: row }, "unused");
  }
}
