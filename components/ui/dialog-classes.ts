/**
 * Centred without a transform, which would clip lists that open inside, and below the notifications
 * at the top of a phone.
 */
export const dialogBox =
  "dialog fixed inset-0 top-(--toast-height,0px) z-40 m-auto h-fit max-h-[calc(100dvh-2rem-var(--toast-height,0px))] w-[calc(100vw-2rem)] motion-safe:animate-rise overflow-y-auto rounded-lg border bg-surface p-5 shadow-pop focus:outline-none";
/** On narrow screens the buttons share rows evenly. */
export const dialogButtons = "dialog-buttons flex flex-wrap justify-end gap-2 max-sm:*:grow";
export const dialogOverlay = "fixed inset-0 z-40 bg-veil";
