"use client";

import { useHydrated } from "#components/ui/use-hydrated.ts";

/**
 * Where to open the page when it came over http but Roost's cookies need https: a browser does not
 * store them, so no form can succeed.
 */
export function AddressNotice({ publicUrl }: { publicUrl: string }) {
  const hydrated = useHydrated();
  if (!hydrated || !publicUrl.startsWith("https:")) return null;
  const { protocol, pathname, search } = window.location;
  if (protocol === "https:") return null;
  return (
    <p role="alert" className="wrap-anywhere border-b bg-surface px-4 py-3 text-center">
      Sign-in works only over https. Open{" "}
      <a className="font-medium text-accent underline" href={`${publicUrl}${pathname}${search}`}>
        {publicUrl}
      </a>
    </p>
  );
}
