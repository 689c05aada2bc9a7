"use client";

import { Menu } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { fetchAhead, soonCode, useLateCode } from "#components/ui/late-code.tsx";
import type { NavGroup } from "./navigation.ts";

const code = soonCode(() => import("./nav-drawer-box.tsx"));

/** The navigation where the screen has no room for it beside a table. */
export function NavDrawer({ groups }: { groups: NavGroup[] }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const Box = useLateCode(code, open, {
    by: opener,
    onFailure: () => setOpen(false),
  })?.NavDrawerBox;
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
        onPointerEnter={() => fetchAhead(code)}
        onFocus={() => fetchAhead(code)}
        onClick={() => setOpen(true)}
      >
        <Menu aria-hidden />
      </Button>
      {Box && <Box groups={groups} open={open} onClose={() => setOpen(false)} opener={opener} />}
    </>
  );
}
