import { Problem } from "#lib/contract/problem.ts";
import { limitsIn } from "#lib/contract/request-limits.ts";
import type { InventoryView, PersonRef, SecretView, TokenView } from "#lib/contract/views.ts";
import { fingerprintOf } from "#lib/crypto/token-text.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { networksIn } from "#lib/policy/networks.ts";
import { scopesIn } from "#lib/policy/scopes.ts";
import { withPendingUse } from "../usage/pending-uses.ts";
import { roleOf, type UserRow } from "../users/user-row.ts";
import { liveSecretsOf } from "./live-secrets.ts";

/** The columns of a token. */
export const tokenColumns = {
  id: true,
  userId: true,
  name: true,
  description: true,
  nameKey: true,
  publicId: true,
  expiresAt: true,
  createdBy: true,
  createdAt: true,
  allowedNetworks: true,
  limits: true,
  lastUsedAt: true,
  lastUsedIp: true,
  lastUsedAgent: true,
  disabledAt: true,
  disabledReason: true,
  scopes: true,
} as const;

export type TokenRow = Prisma.TokenGetPayload<{ select: typeof tokenColumns }>;

/** The same with the owner's columns for lists, the policy and events. */
export const inventoryColumns = {
  ...tokenColumns,
  user: {
    select: {
      id: true,
      name: true,
      email: true,
      role: true,
      isServiceUser: true,
      isBlocked: true,
      pendingApproval: true,
      issued: true,
      contactId: true,
    },
  },
} as const;

export type InventoryRow = Prisma.TokenGetPayload<{ select: typeof inventoryColumns }>;

/** The views of tokens with the names of their creators, if they still exist. */
export async function toTokenViews(
  client: ReadClient | Tx,
  rows: TokenRow[],
): Promise<TokenView[]> {
  const creators = await creatorsOf(client, rows);
  const secrets = await liveSecretsOf(client, rows.map(idOf));
  return rows.map((row) => tokenView(row, creators.get(row.createdBy), secrets.get(row.id)));
}

/** The same with the names of the owners, and the state at that time. */
export async function toInventoryViews(
  client: ReadClient | Tx,
  rows: InventoryRow[],
  now: Date,
): Promise<InventoryView[]> {
  const contacts = rows.flatMap(({ user }) => user.contactId ?? []);
  const named = await creatorsOf(client, rows, contacts);
  const secrets = await liveSecretsOf(client, rows.map(idOf));
  return rows.map(({ user, ...row }) => ({
    ...tokenView(row, named.get(row.createdBy), secrets.get(row.id)),
    ownerContact: contactOf(user, named),
    userName: user.name,
    userRole: roleOf(user),
    isServiceUser: user.isServiceUser,
    isUserBlocked: isKeptOut(user),
    state: stateOf(row, now),
  }));
}

const idOf = ({ id }: { id: string }) => id;

function stateOf({ expiresAt, disabledAt }: TokenRow, now: Date): InventoryView["state"] {
  if (expiresAt <= now) return "expired";
  return disabledAt === null ? "active" : "disabled";
}

const isKeptOut = (user?: Pick<UserRow, "isBlocked" | "pendingApproval">): boolean =>
  user !== undefined && (user.isBlocked || user.pendingApproval);

/** The user who created a token, for its view. */
export type Creator = Pick<UserRow, "id" | "name" | "isBlocked" | "pendingApproval">;

type Creators = Map<string, Creator>;

function contactOf({ contactId }: { contactId: string | null }, named: Creators): PersonRef | null {
  const contact = named.get(contactId ?? "");
  return contact === undefined ? null : { id: contact.id, name: contact.name };
}

/** The creators of tokens, and other users with them, by ID. */
async function creatorsOf(
  client: ReadClient | Tx,
  rows: TokenRow[],
  others: string[] = [],
): Promise<Creators> {
  const creators = await client.user.findMany({
    where: { id: { in: [...new Set([...rows.map((row) => row.createdBy), ...others])] } },
    select: { id: true, name: true, isBlocked: true, pendingApproval: true },
  });
  return new Map(creators.map((creator) => [creator.id, creator]));
}

/**
 * The view of a token, with the user who created it if they still exist, and the live secrets of
 * one that is being rotated.
 */
export function tokenView(
  stored: TokenRow,
  creator: Creator | undefined,
  secrets?: SecretView[],
): TokenView {
  const { publicId, nameKey: _, scopes, allowedNetworks, limits, ...row } = withPendingUse(stored);
  return {
    ...row,
    scopes: scopesIn(scopes),
    allowedNetworks: networksIn(allowedNetworks),
    limits: limitsIn(limits),
    fingerprint: fingerprintOf(publicId),
    createdByName: creator?.name ?? null,
    isCreatorBlocked: isKeptOut(creator),
    secrets: secrets ?? null,
  };
}

/** The token of this user, or the contract's 404. */
export async function findTokenOf(
  client: ReadClient | Tx,
  userId: string,
  tokenId: string,
): Promise<TokenRow> {
  const row = await client.token.findFirst({
    where: { id: tokenId, userId },
    select: tokenColumns,
  });
  if (row === null) throw tokenNotFound(tokenId);
  return row;
}

/** The contract's 404 for an unknown token. */
export const tokenNotFound = (tokenId: string) =>
  new Problem("not_found", `pat: ${tokenId.toLowerCase()} not found`);

export async function toTokenView(client: ReadClient | Tx, row: TokenRow): Promise<TokenView> {
  const [view] = await toTokenViews(client, [row]);
  if (view === undefined) throw new Error("one row makes one view");
  return view;
}
