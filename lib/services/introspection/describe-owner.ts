import { database } from "#lib/db/database.ts";
import { invalidCredential } from "../credentials.ts";
import { enqueueWrite } from "../deferred-writes.ts";

/** A checked token is in use somewhere, although the check is none: it gets another notice first. */
const keepWorking = (id: string) =>
  enqueueWrite(`checked:${id}`, (tx) =>
    tx.token.updateMany({ where: { id }, data: { unusedNoticeAt: null } }),
  );

/** When a token was created, and its owner's groups. 401 for one that was revoked meanwhile. */
export async function describeOwner(
  userId: string,
  tokenId: string,
): Promise<{ createdAt: Date; groups: { id: string; name: string }[] }> {
  const { read } = database();
  const token = await read.token.findFirst({
    where: { id: tokenId, userId },
    select: {
      createdAt: true,
      unusedNoticeAt: true,
      user: {
        select: { memberships: { select: { groupId: true }, orderBy: { position: "asc" } } },
      },
    },
  });
  if (token === null) throw invalidCredential("token");
  if (token.unusedNoticeAt !== null) keepWorking(tokenId);
  const ids = token.user.memberships.map(({ groupId }) => groupId);
  const found = await read.group.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  const groups = ids.flatMap((id) => found.find((group) => group.id === id) ?? []);
  return { createdAt: token.createdAt, groups };
}
