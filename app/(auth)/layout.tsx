import type { ReactNode } from "react";
import { AddressNotice } from "#components/auth/address-notice.tsx";
import { settings } from "#lib/config/settings.ts";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <AddressNotice publicUrl={settings().publicUrl} />
      {children}
    </>
  );
}
