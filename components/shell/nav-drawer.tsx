"use client";

import { Menu } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { idleModule, preload, useLazyModule } from "#components/ui/lazy-module.tsx";
import type { NavGroup } from "./navigation.ts";

const code = idleModule(() => import("./nav-drawer-content.tsx"));

/** The navigation on narrow screens. */
export function NavDrawer({ groups }: { groups: NavGroup[] }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const Box = useLazyModule(code, open, {
    by: opener,
    onFailure: () => setOpen(false),
  })?.NavDrawerContent;
  return (
    <>
      <Button
        ref={opener}
        variant="quiet"
        size="icon"
        aria-label="Open navigation"
        aria-haspopup="dialog"
        aria-expanded={open}
        className="md:-ml-2 lg:hidden"
        onPointerEnter={() => preload(code)}
        onFocus={() => preload(code)}
        onClick={() => setOpen(true)}
      >
        <Menu aria-hidden />
      </Button>
      {Box && <Box groups={groups} open={open} onClose={() => setOpen(false)} opener={opener} />}
    </>
  );
}
