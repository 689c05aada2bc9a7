/** Whether expiry notices are sent; shows only the origin of the receiver. */
export function NoticesLine({ to }: { to: string | undefined }) {
  return (
    <p className="break-words text-quiet text-xs">
      {to === undefined
        ? "Expiry notices are off: NOTICE_WEBHOOK_URL is not set."
        : `Expiry notices go to ${to}.`}
    </p>
  );
}
