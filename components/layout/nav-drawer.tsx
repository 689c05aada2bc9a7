"use client";

import { Menu, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { dialogVeil } from "#components/ui/dialog.tsx";
import { type NavGroup, NavList } from "./nav-list.tsx";

/** The navigation of narrow screens. */
export function NavDrawer({ groups }: { groups: NavGroup[] }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button variant="quiet" size="icon" aria-label="Open navigation" className="md:hidden">
          <Menu aria-hidden />
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className={`${dialogVeil} md:hidden`} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-40 w-72 max-w-[calc(100vw-3rem)] overflow-y-auto border-r bg-surface p-4 shadow-pop focus:outline-none md:hidden"
        >
          <div className="mb-4 flex items-center justify-between">
            <Dialog.Title className="px-2.5 font-semibold text-base">Navigation</Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="quiet" size="icon" aria-label="Close navigation">
                <X aria-hidden />
              </Button>
            </Dialog.Close>
          </div>
          <NavList groups={groups} onNavigate={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
