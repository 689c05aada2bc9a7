import { lazyForm } from "#components/shared/lazy-form.ts";
import { shownOnceModule } from "#components/ui/shown-once.tsx";

/** The form for a new token, and the popup that shows the token: loaded when first needed. */
export const lazyTokenForm = lazyForm(
  async () => (await import("./token-form.tsx")).TokenForm,
  shownOnceModule,
);
