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
 * A form of a dialog, loaded on first use or earlier by `preload`. A dialog that waits for
 * `useReady` opens at its full height. A form that creates a secret `needs` the code of the popup
 * that shows it.
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
    /** Whether the form is wanted and loaded; on a load failure the request is withdrawn. */
    useReady: (wanted: boolean, wish: LoadRequest) =>
      useLazyModule(code, wanted, wish) !== null && wanted,
    /** The state of a form that the dialog works without; failures are returned, not shown. */
    useOptional: (wanted: boolean) => useOptionalModule(code, wanted),
  };
}
