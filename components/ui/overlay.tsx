"use client";

import {
  createContext,
  type PropsWithChildren,
  type Ref,
  type RefObject,
  useContext,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";

import { type LateCode, useLateCode, useNearCode } from "./late-code.tsx";

/** A button and the box that it opens, whose code may still be on its way. */
export type Overlay = {
  open: boolean;
  setOpen: (open: boolean) => void;
  /** Opened by a key, so that the focus goes to the first entry. */
  byKey: boolean;
  setByKey: (byKey: boolean) => void;
  /** Whether the reader has come near the button, and may open the box next. */
  near: boolean;
  approach: () => void;
  trigger: RefObject<HTMLButtonElement | null>;
  boxId: string;
};

const OverlayContext = createContext<Overlay | null>(null);

export function OverlayProvider({ children }: PropsWithChildren) {
  const [open, setOpen] = useState(false);
  const [byKey, setByKey] = useState(false);
  const [near, setNear] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const boxId = useId();
  const approach = () => setNear(true);
  return (
    <OverlayContext value={{ open, setOpen, byKey, setByKey, near, approach, trigger, boxId }}>
      {children}
    </OverlayContext>
  );
}

export function useOverlay(): Overlay {
  const overlay = useContext(OverlayContext);
  if (overlay === null) throw new Error("outside of a menu or popover");
  return overlay;
}

/** The code of the box: fetched as the reader comes near the button, with its failure shown once it is open. */
export function useOverlayCode<Code>(late: LateCode<Code>, overlay: Overlay): Code | null {
  const { open, setOpen, near, trigger } = overlay;
  useNearCode(late, near);
  return useLateCode(late, open, { by: trigger, onFailure: () => setOpen(false) });
}

type StandInProps = {
  element: RefObject<HTMLElement | null>;
  ref?: Ref<HTMLElement | null>;
};

/**
 * Stands for an element that is in the page already wherever a box asks for the one that opens it:
 * it renders nothing, and its ref is that element.
 */
export function StandIn({ element, ref }: StandInProps) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => element.current, [
    element,
  ]);
  return null;
}
