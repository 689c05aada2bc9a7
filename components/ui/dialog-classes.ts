/**
 * Centred without a transform, which would clip the lists that open within, and below the
 * notifications at the top of a phone.
 */
export const dialogBox =
  "fixed inset-0 top-(--toast-height,0px) z-40 m-auto h-fit max-h-[calc(100dvh-2rem-var(--toast-height,0px))] w-[calc(100vw-2rem)] max-w-md motion-safe:animate-rise overflow-y-auto rounded-lg border bg-surface p-5 shadow-pop focus:outline-none";
/** In little width the buttons share their rows, so that none is left at an edge of its own. */
export const dialogButtons = "mt-6 flex flex-wrap justify-end gap-2 max-sm:*:grow";
export const dialogOverlay = "fixed inset-0 z-40 bg-veil";
