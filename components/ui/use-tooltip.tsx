import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { idleModule, useNearModule } from "./lazy-module.tsx";

const HOVER_MS = 200;
const code = idleModule(() => import("./tooltip-content.tsx"));

/** Takes away the tooltip that is shown: there is one at a time. */
let hideShown = () => {};

/**
 * A text that is shown while its trigger is hovered, has the keyboard's focus or has been pressed,
 * for sighted users only: the page needs it for others. Undefined shows nothing.
 */
export function useTooltip(text: string | undefined) {
  const trigger = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [near, setNear] = useState(false);
  const [open, setOpen] = useState(false);
  const Box = useNearModule(code, near)?.TooltipContent;
  useEffect(() => () => clearTimeout(timer.current), []);
  const hide = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  const show = () => {
    if (text === undefined) return;
    hideShown();
    hideShown = hide;
    setNear(true);
    setOpen(true);
  };
  const handlers = {
    onPointerEnter: ({ pointerType }: PointerEvent) => {
      if (text === undefined) return;
      setNear(true);
      if (pointerType !== "touch") timer.current = setTimeout(show, HOVER_MS);
    },
    onPointerLeave: () => {
      clearTimeout(timer.current);
      // Once it is there, the box itself sees whether the pointer is on the way to it.
      if (!Box) hide();
    },
    onPointerDown: hide,
    onPointerUp: show,
    onFocus: ({ currentTarget }: FocusEvent) => {
      if (currentTarget.matches(":focus-visible")) show();
    },
    onBlur: hide,
  };
  const box = text !== undefined && near && Box && (
    <Box open={open} onClose={hide} trigger={trigger}>
      {text}
    </Box>
  );
  return { trigger, handlers, box };
}
