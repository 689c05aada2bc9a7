"use client";

import { type RefObject, useId, useState } from "react";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { Key } from "./key.tsx";
import { isApple, keyNames, SHORTCUTS, type Shortcut } from "./shortcuts.ts";
import { keepSingleKeys, singleKeysOn } from "./single-key-setting.ts";

type ShortcutsDialogProps = {
  /** Whether the reader has a shortcut. */
  offered: (shortcut: Shortcut) => boolean;
  opener: RefObject<HTMLElement | null>;
  onHide: () => void;
};

/** All shortcuts, with the key names of the user's system. */
export function ShortcutsDialog({ offered, opener, onHide }: ShortcutsDialogProps) {
  return (
    <Dialog open onOpenChange={(open) => !open && onHide()}>
      <DialogContent title="Keyboard shortcuts" opener={opener}>
        <dl className="grid">
          {SHORTCUTS.filter(offered).map((shortcut) => (
            <Row key={shortcut.keys} shortcut={shortcut} />
          ))}
        </dl>
        <SingleKeys />
      </DialogContent>
    </Dialog>
  );
}

function Row({ shortcut: { keys, does } }: { shortcut: Shortcut }) {
  const names = keyNames(keys, isApple(navigator.userAgent));
  return (
    <div className="flex items-center justify-between gap-4 border-b py-1.5">
      <dt>{does}</dt>
      <dd className="flex items-center gap-1.5">
        {names.map((name, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a key may occur twice and never moves
          <span key={index} className="contents">
            {index > 0 && <span className="text-quiet text-xs">then</span>}
            <Key>{name}</Key>
          </span>
        ))}
      </dd>
    </div>
  );
}

function SingleKeys() {
  const id = useId();
  const [on, setOn] = useState(singleKeysOn);
  return (
    <div className="mt-4 flex items-start gap-3">
      <Switch
        id={id}
        checked={on}
        aria-describedby={`${id}-hint`}
        onCheckedChange={(wanted) => {
          keepSingleKeys(wanted);
          setOn(singleKeysOn());
        }}
        className="mt-0.5"
      />
      <div className="grid gap-1">
        <label htmlFor={id} className="font-medium">
          Single-key shortcuts
        </label>
        <p id={`${id}-hint`} className="text-quiet">
          When off, only shortcuts with {isApple(navigator.userAgent) ? "⌘" : "Ctrl"} work. Saved in
          this browser.
        </p>
      </div>
    </div>
  );
}
