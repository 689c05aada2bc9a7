import { Check, Plus } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn.ts";

type OptionRowProps = {
  id: string;
  /** The one that Enter selects. */
  marked: boolean;
  selected: boolean;
  /** Choosing it creates what it names. */
  creates?: boolean;
  onPress: () => void;
  children: ReactNode;
};

/** One option of a list that is navigated from its search field, which keeps the focus. */
export function OptionRow({ id, marked, selected, onPress, ...props }: OptionRowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (marked) row.current?.scrollIntoView({ block: "nearest" });
  }, [marked]);
  const Icon = props.creates ? Plus : Check;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the keys
    <div
      ref={row}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      onMouseDown={(event) => event.preventDefault()}
      // The second press of a double click may be meant for a button that was here before.
      onClick={(event) => event.detail < 2 && onPress()}
      className={cn(
        "flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 hover:bg-sunken",
        marked && "bg-sunken",
      )}
    >
      <Icon
        aria-hidden
        className={cn("size-4 shrink-0 text-accent", !selected && !props.creates && "invisible")}
      />
      <span className="truncate">{props.children}</span>
    </div>
  );
}
