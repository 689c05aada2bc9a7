const SHOWN = "By how long they still work.";

/**
 * What the expiries of the overview are, and to those who see everybody's whether notices are
 * sent, with no more of their address than its origin.
 */
export function expiryWords(all: boolean, noticesTo: string | undefined): string {
  if (!all) return SHOWN;
  return noticesTo === undefined
    ? `${SHOWN} No notices are sent: NOTICE_WEBHOOK_URL is not set.`
    : `${SHOWN} Notices go to ${noticesTo}.`;
}
