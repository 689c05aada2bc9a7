import type { FieldValues, Resolver } from "react-hook-form";
import type { z } from "zod";
import { idleModule } from "#components/ui/lazy-module.tsx";

/**
 * A form resolver whose schema is loaded once the page is idle, or with the first check. Everything
 * is valid if it does not load: the server validates with the same schema.
 */
export function lazyResolver<Input extends FieldValues, Output extends FieldValues>(
  load: () => Promise<z.ZodType<Output, Input>>,
): Resolver<Input, unknown, Output> {
  const code = idleModule(async () => {
    const [{ zodResolver }, schema] = await Promise.all([
      import("@hookform/resolvers/zod"),
      load(),
    ]);
    return zodResolver(schema);
  });
  return async (values, context, options) => {
    await code.load().catch(() => {});
    const resolve = code.get();
    return resolve
      ? resolve(values, context, options)
      : { values: values as unknown as Output, errors: {} };
  };
}
