import type { ComponentProps } from "react";

/** Code that browsers must not translate: a secret, fingerprint, ID, address or command. */
export function Code(props: ComponentProps<"code">) {
  return <code translate="no" {...props} />;
}
