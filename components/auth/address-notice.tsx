"use client";

import { useHydrated } from "#components/ui/use-hydrated.ts";

/**
 * A link to the https URL if the page was opened over http although Roost's cookies need https:
 * browsers do not store them, so no form would work.
 */
export function AddressNotice({ publicUrl }: { publicUrl: string }) {
  const hydrated = useHydrated();
  if (!hydrated || !publicUrl.startsWith("https:")) return null;
  const { protocol, pathname, search } = window.location;
  if (protocol === "https:") return null;
  return (
    <p role="alert" className="wrap-anywhere border-b bg-surface px-4 py-3 text-center">
      Sign-in requires https. Open{" "}
      <a className="font-medium text-accent underline" href={`${publicUrl}${pathname}${search}`}>
        {publicUrl}
      </a>
    </p>
  );
}
