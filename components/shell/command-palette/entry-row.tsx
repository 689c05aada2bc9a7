import { Command } from "cmdk";
import { Code } from "#components/ui/code.tsx";
import type { Entry } from "./entry.ts";

type EntryRowProps = { entry: Entry; onChoose: () => void };

/** A line of the palette. Refused ones are reachable too, to read the reason. */
export function EntryRow({ entry, onChoose }: EntryRowProps) {
  const { id, icon: Icon, label, detail, code, refusal } = entry;
  return (
    <Command.Item
      value={id}
      onSelect={onChoose}
      data-refused={refusal !== undefined || undefined}
      className="flex min-h-9 pointer-coarse:min-h-11 cursor-pointer select-none scroll-my-1 items-center gap-2.5 rounded-md px-2 py-1.5 data-refused:cursor-not-allowed data-[selected=true]:bg-sunken data-refused:text-quiet"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-quiet" />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
        <span className="max-w-full truncate">{label}</span>
        {code && <Code className="text-quiet text-xs">{code}…</Code>}
        {(refusal ?? detail) && (
          <span className="max-w-full truncate text-quiet text-xs">{refusal ?? detail}</span>
        )}
      </span>
    </Command.Item>
  );
}
