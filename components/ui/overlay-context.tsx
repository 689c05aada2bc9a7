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

import { type LazyModule, useLazyModule, useNearModule } from "./lazy-module.tsx";

/** A button and the box it opens, whose module may still be loading. */
export type Overlay = {
  open: boolean;
  setOpen: (open: boolean) => void;
  /** Opened by a key: the first entry gets the focus. */
  byKey: boolean;
  setByKey: (byKey: boolean) => void;
  /** Whether the pointer or focus is on the button, so that the box may open next. */
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

/** The module of the box: loaded on hover or focus of its button, a failure shown once it is open. */
export function useOverlayModule<Code>(late: LazyModule<Code>, overlay: Overlay): Code | null {
  const { open, setOpen, near, trigger } = overlay;
  useNearModule(late, near);
  return useLazyModule(late, open, { by: trigger, onFailure: () => setOpen(false) });
}

type AnchorRefProps = {
  element: RefObject<HTMLElement | null>;
  ref?: Ref<HTMLElement | null>;
};

/**
 * Anchors a Radix box to an element that is already in the page: it renders nothing, and its ref is
 * that element.
 */
export function AnchorRef({ element, ref }: AnchorRefProps) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => element.current, [
    element,
  ]);
  return null;
}
