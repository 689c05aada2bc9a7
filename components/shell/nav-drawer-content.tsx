"use client";

import * as Dialog from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import type { RefObject } from "react";
import { Button } from "#components/ui/button.tsx";
import { dialogOverlay } from "#components/ui/dialog-classes.ts";
import { returnFocus } from "#components/ui/return-focus.ts";
import { useCommands } from "./command-palette/commands-context.ts";
import { NavList } from "./nav-list.tsx";
import type { NavGroup } from "./navigation.ts";

type NavDrawerContentProps = {
  groups: NavGroup[];
  open: boolean;
  onClose: () => void;
  opener: RefObject<HTMLElement | null>;
};

export function NavDrawerContent({ groups, open, onClose, opener }: NavDrawerContentProps) {
  const { visit } = useCommands();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={`${dialogOverlay} lg:hidden`} />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => returnFocus(event, opener)}
          className="fixed inset-y-0 left-0 z-40 w-72 max-w-[calc(100vw-3rem)] overflow-y-auto border-r bg-surface p-4 shadow-pop focus:outline-none lg:hidden"
        >
          <div className="mb-4 flex items-center justify-between">
            <Dialog.Title className="px-2.5 font-semibold text-base">Navigation</Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="quiet" size="icon" aria-label="Close navigation">
                <X aria-hidden />
              </Button>
            </Dialog.Close>
          </div>
          <NavList groups={groups} onClick={onClose} visit={visit} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
