import type { Role } from "./fields.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Where the list of tokens is, which shows one alone by its fingerprint. */
const TOKEN_PAGE = "/team/tokens";

/** The days before its expiry at which a token gets a notice. */
export const NOTICE_DAYS = [14, 7, 1] as const;

/** A token with its owner as a notice tells of them; never its text or hash. */
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

/** The body of a webhook, in the form that Standard Webhooks recommends. */
export type WebhookBody =
  | {
      type: "token.expiring" | "token.expired";
      /** When the threshold was passed, not when it is told. */
      timestamp: string;
      data: NoticeData;
    }
  | { type: "webhook.test"; timestamp: string; data: { url: string } };

type NoticeData = {
  /** Named as the API names them. */
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

/** What a notice of a threshold so many days before the expiry tells at this moment; 0 is the expiry. */
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
      url: `${publicUrl}${TOKEN_PAGE}?fingerprint=${fingerprint}`,
    },
  };
}
