import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { idleModule, useNearModule } from "./lazy-module.tsx";

const HOVER_MS = 200;
const code = idleModule(() => import("./tooltip-content.tsx"));

/** Hides the current tooltip: there is one at a time. */
let hideShown = () => {};

/**
 * A tooltip on hover, keyboard focus or press. For sighted users only: the page must provide the
 * text to others. Undefined shows nothing.
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
      // Once visible, the tooltip itself tracks whether the pointer moves to it.
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
