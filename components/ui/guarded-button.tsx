"use client";

import * as Slot from "@radix-ui/react-slot";
import { type ComponentProps, useId } from "react";
import { Button } from "./button.tsx";
import { useTooltip } from "./use-tooltip.tsx";

type GuardedButtonProps = ComponentProps<typeof Button> & {
  /** Why the action is refused; undefined allows it. */
  disabledReason: string | undefined;
};

/**
 * A button that stays reachable when refused and shows the reason on hover, focus and press, and to
 * screen readers.
 */
export function GuardedButton({ disabledReason, ...props }: GuardedButtonProps) {
  const reasonId = useId();
  const { trigger, handlers, box } = useTooltip(disabledReason);
  const refused = disabledReason !== undefined;
  const explained = {
    type: "button",
    "aria-disabled": true,
    "aria-describedby": reasonId,
  } as const;
  return (
    <>
      <Slot.Root ref={trigger} {...handlers}>
        <Button {...props} {...(refused ? explained : {})} />
      </Slot.Root>
      {box}
      {refused && (
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      )}
    </>
  );
}
