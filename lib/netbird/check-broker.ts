import { z } from "zod";
import { ask, type Question } from "./ask.ts";
import { classifyError } from "./classify.ts";
import type { Connection } from "./connection.ts";
import { isUpstreamFailure } from "./upstream-failure.ts";

/** What is wrong with the NetBird server or with NETBIRD_TOKEN. */
export type BrokerFault =
  | "unreachable"
  | "redirect"
  | "not_netbird"
  | "setup_required"
  | "wrong_token"
  | "person"
  | "blocked"
  | "other_account";

/** The service user whose token is NETBIRD_TOKEN, and its server. */
export type Broker = {
  userId: string;
  accountId: string;
  role: string;
  /** When NETBIRD_TOKEN expires; null if NetBird does not say it. */
  expiresAt: Date | null;
  /** Null for a server that does not say it. */
  version: string | null;
  latencyMs: number;
};

/** A finished check; a reason has no secret. */
export type BrokerCheck = { broker: Broker } | { fault: BrokerFault; reason: string };

const CALL_MS = 10_000;
const REASONS = {
  not_netbird: "NETBIRD_URL does not answer as a NetBird server does",
  setup_required: "the NetBird server is not set up yet",
  wrong_token: "NetBird refuses NETBIRD_TOKEN: it is wrong, expired or deleted",
  blocked: "the service user of NETBIRD_TOKEN is blocked at NetBird",
  person:
    "NETBIRD_TOKEN is the token of a person: create one of a service user with the role admin",
} satisfies Partial<Record<BrokerFault, string>>;

const instance = z.object({ setup_required: z.boolean() });
const users = z.array(
  z.object({
    ...{ id: z.string().min(1), role: z.string() },
    is_current: z.boolean().default(false),
    is_service_user: z.boolean().default(false),
  }),
);
const tokens = z.array(
  z.object({ expiration_date: z.coerce.date(), last_used: z.coerce.date().nullish() }),
);
const accounts = z.array(z.object({ id: z.string().min(1) })).min(1);
const running = z.object({ management_current_version: z.string().max(100) });

class Refused extends Error {
  readonly check: BrokerCheck;

  constructor(fault: keyof typeof REASONS) {
    super(REASONS[fault]);
    this.check = { fault, reason: REASONS[fault] };
  }
}

/** Asks the NetBird server who NETBIRD_TOKEN is. Never throws. */
export async function checkBroker(through: Connection): Promise<BrokerCheck> {
  try {
    const begun = performance.now();
    const isNew = await read(through, "/api/instance", instance, { anonymous: true });
    const latencyMs = Math.round(performance.now() - begun);
    if (isNew.setup_required) throw new Refused("setup_required");
    const list = await read(through, "/api/users?service_user=true", users);
    const self = list.find(({ is_current: isCurrent }) => isCurrent);
    if (!self?.is_service_user) throw new Refused("person");
    const [account] = await read(through, "/api/accounts", accounts);
    if (account === undefined) throw new Refused("not_netbird");
    const { id: userId, role } = self;
    const expiresAt = await expiryOf(through, userId);
    const version = await versionOf(through);
    return { broker: { userId, accountId: account.id, role, expiresAt, version, latencyMs } };
  } catch (error) {
    if (error instanceof Refused) return error.check;
    return failed(error);
  }
}

function failed(error: unknown): BrokerCheck {
  if (!isUpstreamFailure(error)) throw error;
  const { kind, message } = error;
  if (kind === "redirect") return { fault: kind, reason: message };
  const isOther = kind === "not_json" || kind === "too_large";
  if (isOther) return { fault: "not_netbird", reason: REASONS.not_netbird };
  return { fault: "unreachable", reason: kind === "aborted" ? "NetBird is too slow" : message };
}

async function read<T>(
  through: Connection,
  path: string,
  schema: z.ZodType<T>,
  { anonymous = false } = {},
): Promise<T> {
  const question: Question = {
    ...{ method: "GET", path, evenPaused: true },
    signal: AbortSignal.timeout(CALL_MS),
  };
  const { status, body } = await ask(anonymous ? null : through.broker, question, through);
  const parsed = status < 300 ? schema.safeParse(body) : undefined;
  if (parsed?.success) return parsed.data;
  const isRefusal = status >= 400 && classifyError({ status, body, path }).class === "credential";
  if (isRefusal) throw new Refused(status === 403 ? "blocked" : "wrong_token");
  throw new Refused("not_netbird");
}

/** The token of this very request is the one used last. */
async function expiryOf(through: Connection, userId: string): Promise<Date | null> {
  const path = `/api/users/${encodeURIComponent(userId)}/tokens`;
  const list = await optional(read(through, path, tokens));
  const used = (list ?? []).flatMap(({ last_used: at, expiration_date: expiresAt }) =>
    at ? [{ at, expiresAt }] : [],
  );
  used.sort((one, other) => other.at.getTime() - one.at.getTime());
  return used[0]?.expiresAt ?? null;
}

async function versionOf(through: Connection): Promise<string | null> {
  const found = await optional(read(through, "/api/instance/version", running));
  return found?.management_current_version ?? null;
}

/** Not every version and role answers it, and nothing depends on it. */
async function optional<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused || isUpstreamFailure(error)) return null;
    throw error;
  }
}
