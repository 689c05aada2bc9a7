/** Whether expiry notifications are sent; shows only the origin of the receiver. */
export function NoticesLine({ to }: { to: string | undefined }) {
  return (
    <p className="break-words text-quiet text-xs">
      {to === undefined
        ? "Expiry notifications are off: NOTICE_WEBHOOK_URL is not set."
        : `Expiry notifications go to ${to}.`}
    </p>
  );
}
