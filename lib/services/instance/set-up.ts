import { randomUUID } from "node:crypto";
import { settings } from "#lib/config/settings.ts";
import { accountSettings } from "#lib/contract/account.ts";
import { ALL_GROUP } from "#lib/contract/all-group.ts";
import { emailKeyOf } from "#lib/contract/emails.ts";
import { setupTokenDays } from "#lib/contract/instance.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { createTokenBody } from "#lib/contract/tokens.ts";
import { rememberVerified } from "#lib/crypto/verification-cache.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { PRESENT } from "../account/present-account.ts";
import type { Origin } from "../context.ts";
import { type Initiator, recordEvent } from "../events/record-event.ts";
import { networksOf } from "../network.ts";
import { insertToken, type PreparedToken, prepareToken } from "../tokens/create-token.ts";
import { hashNewPassword } from "../users/new-password.ts";
import { markAccount } from "./account-marker.ts";
import { getInstanceStatus } from "./get-instance-status.ts";
import { openSetup, type ProvenCode, proveSetupCode } from "./setup-lock.ts";

type SetUpBody = OperationInput<"instance.setup">["body"];
type FirstToken = PreparedToken & { days: number };

const alreadyDone = () => new Problem("precondition_failed", "setup already completed");

/** Without the environment variable, NetBird omits the token without an error (2.14). */
function tokenLifetime(wanted: SetUpBody): number | undefined {
  if (wanted.create_pat !== true || !settings().setupTokenEnabled) return undefined;
  const days = setupTokenDays.safeParse(wanted.pat_expire_in);
  if (days.success) return days.data;
  const message = days.error.issues[0]?.message ?? "pat_expire_in is not valid";
  throw invalid("pat_expire_in", message);
}

/**
 * Creates the account, its `All` group and its owner in one transaction; 412 if there is one, also
 * for concurrent requests. Requires a code where others can reach the server, and after an account
 * was deleted. The plain token is returned only here. A generated password has to be changed.
 */
export async function setUp(
  wanted: SetUpBody,
  origin: Origin,
  passwordGeneratedAt: Date | null = null,
): Promise<{ userId: string; email: string; plainToken?: string }> {
  const days = tokenLifetime(wanted);
  if (!(await getInstanceStatus()).setupRequired) throw alreadyDone();
  const provenCode = await proveSetupCode(wanted.setup_code, origin);
  const turn = { flow: networksOf(origin.address), deadline: Number.POSITIVE_INFINITY };
  const passwordHash = await hashNewPassword(wanted.password, wanted, { ...turn, lane: "known" });
  const token = days === undefined ? undefined : { ...(await prepareToken("nbp_", turn)), days };
  const userId = await database().write((tx) =>
    insertAccount(tx, wanted, { passwordHash, passwordGeneratedAt, token, origin, provenCode }),
  );
  markAccount("present");
  if (token) rememberVerified(token.text, token.hash);
  return { userId, email: wanted.email, ...(token ? { plainToken: token.text } : {}) };
}

type FirstAccount = {
  passwordHash: string;
  passwordGeneratedAt: Date | null;
  token: FirstToken | undefined;
  origin: Origin;
  provenCode: ProvenCode | null;
};

async function insertAccount(tx: Tx, wanted: SetUpBody, given: FirstAccount): Promise<string> {
  if ((await tx.account.count({ where: PRESENT })) > 0) throw alreadyDone();
  await openSetup(tx, given.provenCode);
  const { email, name } = wanted;
  const accountId = newXid();
  const allGroupId = newXid();
  const userId = randomUUID();
  const createdAt = new Date();
  await tx.account.create({
    data: {
      id: accountId,
      createdAt,
      createdBy: userId,
      settings: accountSettings.parse({ ipv6EnabledGroups: [allGroupId] }),
    },
  });
  await tx.group.create({
    data: {
      id: allGroupId,
      accountId,
      name: ALL_GROUP,
      nameKey: nameKeyOf(ALL_GROUP),
      peers: [],
      resources: [],
      createdAt,
    },
  });
  const owner = { id: userId, name, email, isServiceUser: false };
  await tx.user.create({
    data: {
      ...owner,
      accountId,
      nameKey: nameKeyOf(name),
      emailKey: emailKeyOf(email),
      role: "owner",
      passwordHash: given.passwordHash,
      passwordGeneratedAt: given.passwordGeneratedAt,
      createdAt,
      createdBy: userId,
    },
  });
  const initiator: Initiator = { userId, accountId, name, email, origin: given.origin };
  await recordEvent(tx, initiator, { code: "account.create", targetId: accountId });
  if (given.token) {
    // Other fields get the defaults of an absent field.
    const body = createTokenBody.parse({ name: "setup-token", expires_in: given.token.days });
    await insertToken(tx, initiator, owner, body, given.token);
  }
  return userId;
}
