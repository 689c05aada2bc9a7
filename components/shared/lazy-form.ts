import type { ComponentType } from "react";
import { dialogCode } from "#components/ui/dialog.tsx";
import {
  fetchAhead,
  type LateCode,
  lateCode,
  latePart,
  useLateCode,
  useOptionalCode,
  type Wish,
} from "#components/ui/late-code.tsx";

/**
 * A form of a dialog, whose code comes with its first use or, before that, with `preload`. A dialog
 * that is open only once `useReady` says so has its full height from the start. A form that makes a
 * secret `needs` the code of the popup that shows it.
 */
export function lazyForm<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  needs: LateCode<unknown> = dialogCode,
) {
  const code = lateCode(async () => {
    const [Form] = await Promise.all([load(), needs.load()]);
    return { Form };
  });
  return {
    Form: latePart(code, ({ Form }) => Form),
    preload: () => fetchAhead(code),
    /** Whether the form is wanted and there; what asked for it takes its wish back where it does not load. */
    useReady: (wanted: boolean, wish: Wish) => useLateCode(code, wanted, wish) !== null && wanted,
    /** For what the dialog can do without: how far it is, without a failure that takes its place. */
    useOptional: (wanted: boolean) => useOptionalCode(code, wanted),
  };
}
