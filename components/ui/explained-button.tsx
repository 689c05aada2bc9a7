"use client";

import { type ComponentProps, useId, useState } from "react";
import { Button } from "./button.tsx";
import { Tooltip, TooltipContent, TooltipTrigger } from "./tooltip.tsx";

type ExplainedButtonProps = ComponentProps<typeof Button> & {
  /** Why the action is refused; undefined allows it. */
  refusal: string | undefined;
};

/** A button that, when refused, stays reachable and says why: to screen readers, on hover, focus and press. */
export function ExplainedButton({ refusal, ...props }: ExplainedButtonProps) {
  const reasonId = useId();
  const [open, setOpen] = useState(false);
  if (refusal === undefined) return <Button {...props} />;
  return (
    <>
      <Tooltip open={open} onOpenChange={setOpen}>
        <TooltipTrigger asChild onClick={(event) => event.preventDefault()}>
          <Button
            {...props}
            type="button"
            aria-disabled
            aria-describedby={reasonId}
            onPointerUp={() => setOpen(true)}
          />
        </TooltipTrigger>
        <TooltipContent aria-hidden>{refusal}</TooltipContent>
      </Tooltip>
      <span id={reasonId} className="sr-only">
        {refusal}
      </span>
    </>
  );
}
