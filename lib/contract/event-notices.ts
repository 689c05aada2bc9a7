import type { ActivityCode } from "./activities.ts";
import { activityOfToken } from "./page-paths.ts";

/** The events of which a notice is sent, with the type of its webhook. */
export const EVENT_NOTICES = {
  "personal.access.token.unused": "token.unused",
  "personal.access.token.disable": "token.disabled",
  "personal.access.token.leak": "token.leaked",
  "personal.access.token.old_secret_used": "token.old_secret_used",
  "personal.access.token.network_refused": "token.network_refused",
} as const satisfies Partial<Record<ActivityCode, `token.${string}`>>;

export type NoticedCode = keyof typeof EVENT_NOTICES;

/** Whether events of this kind are sent as notices. */
export const isNoticed = (code: string): code is NoticedCode => Object.hasOwn(EVENT_NOTICES, code);

/** What a notice may say of an event, beyond its token and user; other fields stay here. */
const DETAILS = [
  ...(["reason", "action", "secret", "source", "url", "disabled_on"] as const),
  ...(["address", "user_agent"] as const),
];

type Details = { [Name in (typeof DETAILS)[number]]?: string };

/** The body of the webhook of an event. The token may be revoked by now. */
export type EventNotice = {
  type: (typeof EVENT_NOTICES)[NoticedCode];
  timestamp: string;
  data: {
    event_id: string;
    token: { id: string; name: string };
    user: { id: string; name: string; email: string; is_service_user: boolean };
    details: Details;
    url: string;
  };
};

/** An audit event about an access token, as it is stored. */
export type NoticedEvent = {
  id: number;
  code: NoticedCode;
  timestamp: Date;
  targetId: string;
  meta: Record<string, string>;
};

/** The notice of an event, with a link to the events about its token. */
export function toWireEventNotice(
  { id, code, timestamp, targetId, meta }: NoticedEvent,
  publicUrl: string,
): EventNotice {
  const { target_token_id: tokenId = "", name = "", username = "", email = "" } = meta;
  const details = DETAILS.flatMap((field) => {
    const value = meta[field];
    return value === undefined || value === "" ? [] : [[field, value]];
  });
  return {
    type: EVENT_NOTICES[code],
    timestamp: timestamp.toISOString(),
    data: {
      event_id: String(id),
      token: { id: tokenId, name },
      user: {
        ...{ id: targetId, name: username, email },
        is_service_user: meta.is_service_user === "true",
      },
      details: Object.fromEntries(details),
      url: `${publicUrl}${activityOfToken(targetId, tokenId)}`,
    },
  };
}
