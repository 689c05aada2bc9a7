import { DAY_MS } from "./durations.ts";
import type { EventNotice } from "./event-notices.ts";
import type { Role } from "./fields.ts";
import { fingerprintPath } from "./page-paths.ts";

/** Days before expiry at which notices are sent. */
export const NOTICE_DAYS = [14, 7, 1] as const;

/** The token and its owner in a notice; never the plain token or its hash. */
export type NoticeView = {
  token: {
    id: string;
    name: string;
    fingerprint: string;
    expiresAt: Date;
    createdAt: Date;
    lastUsedAt: Date | null;
  };
  user: {
    id: string;
    name: string;
    email: string;
    role: Role;
    isServiceUser: boolean;
    isBlocked: boolean;
  };
};

/** The body of a webhook, in the form recommended by Standard Webhooks. */
export type WebhookBody =
  | {
      type: "token.expiring" | "token.expired";
      /** Time at which the threshold was passed, not of the delivery. */
      timestamp: string;
      data: NoticeData;
    }
  | EventNotice
  | { type: "webhook.test"; timestamp: string; data: { url: string } };

type NoticeData = {
  /** With the field names of the API. */
  token: {
    id: string;
    name: string;
    fingerprint: string;
    expiration_date: string;
    created_at: string;
    last_used?: string;
  };
  user: {
    id: string;
    name: string;
    email: string;
    role: Role;
    is_service_user: boolean;
    is_blocked: boolean;
  };
  expires_in_days: number;
  url: string;
};

/** The notice of the threshold `daysBefore` days before expiry, as of `now`; 0 is the expiry. */
export function toWireNotice(
  { token, user }: NoticeView,
  daysBefore: number,
  { now, publicUrl }: { now: Date; publicUrl: string },
): WebhookBody {
  const { fingerprint, lastUsedAt } = token;
  const expiresAt = token.expiresAt.getTime();
  return {
    type: daysBefore === 0 ? "token.expired" : "token.expiring",
    timestamp: new Date(expiresAt - daysBefore * DAY_MS).toISOString(),
    data: {
      token: {
        ...{ id: token.id, name: token.name, fingerprint },
        expiration_date: token.expiresAt.toISOString(),
        created_at: token.createdAt.toISOString(),
        ...(lastUsedAt ? { last_used: lastUsedAt.toISOString() } : {}),
      },
      user: {
        ...{ id: user.id, name: user.name, email: user.email, role: user.role },
        is_service_user: user.isServiceUser,
        is_blocked: user.isBlocked,
      },
      expires_in_days: Math.max(0, Math.ceil((expiresAt - now.getTime()) / DAY_MS)),
      url: `${publicUrl}${fingerprintPath(fingerprint)}`,
    },
  };
}
