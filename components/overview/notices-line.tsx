/** Whether notices are sent; shows only the origin of the receiver. */
export function NoticesLine({ to }: { to: string | undefined }) {
  return (
    <p className="break-words text-quiet text-xs">
      {to === undefined
        ? "Notices are off: NOTICE_WEBHOOK_URL is not set."
        : `Notices go to ${to}.`}
    </p>
  );
}
