/** Whether notices of expiries are sent; shows only the origin of the address. */
export function NoticesLine({ to }: { to: string | undefined }) {
  return (
    <p className="break-words text-quiet text-xs">
      {to === undefined
        ? "No notices of expiries are sent: NOTICE_WEBHOOK_URL is not set."
        : `Notices of expiries go to ${to}.`}
    </p>
  );
}
