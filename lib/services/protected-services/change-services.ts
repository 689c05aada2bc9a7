import type { OperationInput } from "#lib/contract/operations.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { serviceScope } from "#lib/contract/protected-services.ts";
import { SERVICES_MAX } from "#lib/contract/service-choices.ts";
import type { ProtectedServiceView } from "#lib/contract/service-view.ts";
import { toWireService } from "#lib/contract/service-view.ts";
import { newXid } from "#lib/crypto/xid.ts";
import type { Tx } from "#lib/db/database.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { rememberResult } from "../idempotency.ts";
import { assertCanBegin } from "../policy.ts";
import { countTokensNaming } from "../tokens/limited-tokens.ts";
import { writeAs } from "../write-as.ts";
import { findService } from "./list-services.ts";
import { recordService, recordServiceChanges } from "./record-service.ts";
import { assertGroupsListable } from "./service-groups.ts";
import { readServices } from "./service-row.ts";

type NewService = OperationInput<"protected_services.create">["body"];
type ServiceUpdate = OperationInput<"protected_services.update">["body"];

/**
 * Creates a protected service. Its slug must be free, also of tokens: one whose scope names it would
 * open a service that its creator did not mean.
 */
export function createService(actor: Actor, wanted: NewService): Promise<ProtectedServiceView> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "protected_services.change");
    const { accountId } = present;
    await assertRoomFor(tx, accountId, wanted.slug);
    await assertUnclaimed(tx, accountId, wanted.slug);
    await assertGroupsListable(tx, accountId, wanted.groups);
    const id = newXid();
    const createdAt = new Date();
    const { slug } = wanted;
    await tx.protectedService.create({
      data: {
        ...{ id, accountId, slug, createdAt, updatedAt: createdAt },
        ...storedFields(wanted),
        groups: { create: wanted.groups.map((groupId) => ({ groupId })) },
      },
    });
    const created = await findService(tx, accountId, id);
    await recordService(tx, present, "protected.service.create", created);
    await rememberResult(tx, present, id);
    assertClaims(present, toWireService(created));
    return created;
  });
}

/** Replaces everything but the slug. The same again changes nothing. */
export function updateService(
  actor: Actor,
  serviceId: string,
  wanted: ServiceUpdate,
): Promise<ProtectedServiceView> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "protected_services.change");
    const { accountId } = present;
    const before = await findService(tx, accountId, serviceId);
    await assertGroupsListable(tx, accountId, wanted.groups);
    await tx.protectedService.update({
      where: { id: before.id },
      data: {
        ...storedFields(wanted),
        groups: { deleteMany: {}, create: wanted.groups.map((groupId) => ({ groupId })) },
      },
    });
    const replaced = await findService(tx, accountId, serviceId);
    const isChanged = await recordServiceChanges(tx, present, before, replaced);
    const updatedAt = isChanged ? new Date() : before.updatedAt;
    await tx.protectedService.update({ where: { id: before.id }, data: { updatedAt } });
    const updated = { ...replaced, updatedAt };
    assertClaims(present, toWireService(updated), toWireService(before));
    return updated;
  });
}

/** Deletes a protected service. Tokens keep its scope, which grants nothing from then on. */
export function deleteService(actor: Actor, serviceId: string): Promise<void> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "protected_services.change");
    const service = await findService(tx, present.accountId, serviceId);
    await tx.protectedService.delete({ where: { id: service.id } });
    await recordService(tx, present, "protected.service.delete", service);
  });
}

const stored = (words: readonly string[]) => words.toSorted().join(" ");

const storedFields = (wanted: ServiceUpdate) => ({
  description: wanted.description,
  roles: wanted.roles && stored(wanted.roles),
  methods: wanted.methods && stored(wanted.methods),
  headers: wanted.headers,
  alsoAccepts: stored(wanted.also_accepts),
  challenge: wanted.challenge,
});

async function assertRoomFor(tx: Tx, accountId: string, slug: string): Promise<void> {
  const present = await readServices(tx, accountId);
  if (present.some((service) => service.slug === slug)) {
    throw new Problem("conflict", `a protected service with slug ${slug} already exists`);
  }
  if (present.length < SERVICES_MAX) return;
  throw invalid(
    "slug",
    `the account has ${SERVICES_MAX} protected services, the most there may be`,
  );
}

async function assertUnclaimed(tx: Tx, accountId: string, slug: string): Promise<void> {
  const scope = serviceScope(slug);
  const count = await countTokensNaming(tx, accountId, scope);
  if (count === 0) return;
  const holders = count === 1 ? "1 access token has" : `${count} access tokens have`;
  const message = `${holders} the scope ${scope} from before this service: revoke or narrow them, or choose another slug`;
  throw invalid("slug", message);
}
