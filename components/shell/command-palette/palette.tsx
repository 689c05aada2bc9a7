import * as Dialog from "@radix-ui/react-dialog";
import { Command } from "cmdk";
import { Search, X } from "lucide-react";
import { useTheme } from "next-themes";
import { type RefObject, useRef, useState } from "react";
import { namesInvite, redactToken } from "#components/shared/redact-token.ts";
import { signOutAndLeave } from "#components/shared/sign-out.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { beginsWith, type Entry, type EntryGroup, matches } from "./entry.ts";
import { EntryRow } from "./entry-row.tsx";
import { paletteActions } from "./palette-actions.ts";
import { PaletteStatus } from "./palette-status.tsx";
import type { PaletteReader } from "./reader.ts";
import { resultGroups } from "./result-groups.ts";
import { useRedactedInput } from "./use-redacted-input.ts";
import { useSearch } from "./use-search.ts";

type PaletteProps = {
  reader: PaletteReader;
  typedAhead: RefObject<string>;
  onGo: (path: string) => void;
  onShow: (overlay: "shortcuts") => void;
  onHide: () => void;
};

/** The search field with its results: pages, commands, then search results from the server. */
export function Palette({ reader, typedAhead, onGo, onShow, onHide }: PaletteProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(() => redactToken(typedAhead.current));
  useRedactedInput(field, setText);
  const { theme, setTheme } = useTheme();
  const results = useSearch(text, reader.actor);
  const offered = paletteActions(reader, {
    go: onGo,
    theme: { now: theme, set: setTheme },
    showShortcuts: () => onShow("shortcuts"),
    signOut: () => void signOutAndLeave(),
  });
  const groups = [...narrowed(offered, text), ...resultGroups(results, onGo)].filter(
    ({ entries }) => entries.length > 0,
  );
  const choose = ({ refusal, stays = false, run }: Entry) => {
    if (refusal !== undefined) return;
    if (!stays) onHide();
    run();
  };
  return (
    <Command
      shouldFilter={false}
      vimBindings={false}
      loop
      label="Search and commands"
      className="flex min-h-0 flex-col"
    >
      <div className="flex items-center gap-2.5 border-b px-3">
        <Search aria-hidden className="size-4 shrink-0 text-quiet" />
        <Command.Input
          ref={field}
          value={text}
          onValueChange={(typed) => setText(redactToken(typed))}
          placeholder="Name, fingerprint or command"
          maxLength={255}
          data-testid="command-palette-input"
          className="h-12 min-w-0 flex-1 bg-transparent text-ellipsis text-base text-ink outline-none placeholder:text-quiet md:text-sm"
        />
        <Dialog.Close asChild>
          <Button variant="quiet" size="icon" aria-label="Close" data-testid="modal-close">
            <X aria-hidden />
          </Button>
        </Dialog.Close>
      </div>
      <Command.List
        label="Results"
        className={cn("overflow-y-auto border-b p-1.5", groups.length === 0 && "hidden")}
      >
        {groups.map(({ heading, entries }) => (
          <Command.Group
            key={heading}
            heading={heading}
            className="[&>[cmdk-group-heading]]:px-2 [&>[cmdk-group-heading]]:pt-2 [&>[cmdk-group-heading]]:pb-1 [&>[cmdk-group-heading]]:font-medium [&>[cmdk-group-heading]]:text-quiet [&>[cmdk-group-heading]]:text-xs"
          >
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} onChoose={() => choose(entry)} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
      <PaletteStatus {...results} text={text} count={countOf(groups)} />
    </Command>
  );
}

/**
 * The entries that contain the text, prefix matches first; for an invite token the page of pending
 * invites.
 */
function narrowed(groups: readonly EntryGroup[], text: string): EntryGroup[] {
  const wanted = namesInvite(text) ? "pending invites" : text.trim();
  const after = (entry: Entry | undefined) => Number(!entry || !beginsWith(entry, wanted));
  return groups
    .map(({ heading, entries }) => ({
      heading,
      entries: entries
        .filter((entry) => matches(entry, wanted))
        .toSorted((one, other) => after(one) - after(other)),
    }))
    .toSorted((one, other) => after(one.entries[0]) - after(other.entries[0]));
}

const countOf = (groups: readonly EntryGroup[]) =>
  groups.reduce((count, { entries }) => count + entries.length, 0);
