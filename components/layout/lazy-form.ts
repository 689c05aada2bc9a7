import type { ComponentType } from "react";
import { dialogCode } from "#components/ui/dialog.tsx";
import {
  fetchAhead,
  lateCode,
  latePart,
  useLateCode,
  useOptionalCode,
} from "#components/ui/late-code.tsx";

/**
 * A form of a dialog, whose code comes with its first use or, before that, with `preload`. A dialog
 * that is open only once `useReady` says so has its full height from the start.
 */
export function lazyForm<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const code = lateCode(async () => {
    const [Form] = await Promise.all([load(), dialogCode.load()]);
    return { Form };
  });
  return {
    Form: latePart(code, ({ Form }) => Form, true),
    preload: () => fetchAhead(code),
    /** Whether the form is wanted and there. */
    useReady: (wanted: boolean) => useLateCode(code, wanted) !== null && wanted,
    /** For what the dialog can do without: how far it is, without a failure that takes its place. */
    useOptional: (wanted: boolean) => useOptionalCode(code, wanted),
  };
}
