import { lazyForm } from "#components/shared/lazy-form.ts";
import { shownOnceModule } from "#components/ui/shown-once.tsx";

/** The content of the popup for a new token, and the popup that shows the token: loaded when first needed. */
export const lazyTokenForm = lazyForm(
  async () => (await import("./create-token-content.tsx")).CreateTokenContent,
  shownOnceModule,
);
