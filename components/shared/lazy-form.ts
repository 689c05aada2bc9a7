import type { ComponentType } from "react";
import { dialogModule } from "#components/ui/dialog.tsx";
import {
  type LazyModule,
  type LoadRequest,
  lazyComponent,
  lazyModule,
  preload,
  useLazyModule,
  useOptionalModule,
} from "#components/ui/lazy-module.tsx";

/**
 * A form of a dialog, loaded at its first use or, before that, by `preload`. A dialog
 * that is open only once `useReady` says so has its full height from the start. A form that makes a
 * secret `needs` the code of the popup that shows it.
 */
export function lazyForm<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  needs: LazyModule<unknown> = dialogModule,
) {
  const code = lazyModule(async () => {
    const [Form] = await Promise.all([load(), needs.load()]);
    return { Form };
  });
  return {
    Form: lazyComponent(code, ({ Form }) => Form),
    preload: () => preload(code),
    /** Whether the form is wanted and there; what asked for it takes its wish back where it does not load. */
    useReady: (wanted: boolean, wish: LoadRequest) =>
      useLazyModule(code, wanted, wish) !== null && wanted,
    /** For what the dialog can do without: how far it is, without a failure that takes its place. */
    useOptional: (wanted: boolean) => useOptionalModule(code, wanted),
  };
}
