import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { Input } from "./input.tsx";
import { OptionRow } from "./option-row.tsx";
import { pressedKey } from "./pressed-key.ts";

/** `value` is what the option stands for, `key` names it among the others. */
export type SearchOption<Value> = {
  key: string;
  label: string;
  value: Value;
  selected: boolean;
  /** Makes something new instead of selecting what is there. */
  creates?: boolean;
};

type SearchBoxProps<Value> = {
  /** What is searched, in the plural: "groups". */
  what: string;
  placeholder: string;
  typed: string;
  options: readonly SearchOption<Value>[];
  testId: string;
  onType: (typed: string) => void;
  onPress: (value: Value) => void;
  /** With the highlighted option; undefined if there is none. */
  onEnter: (value: Value | undefined) => void;
};

/** A search field with its options below; the arrow keys highlight one, at first the first. */
export function SearchBox<Value>(props: SearchBoxProps<Value>) {
  const { what, placeholder, typed, options, testId, onType, onPress, onEnter } = props;
  const id = useId();
  const [marked, setMarked] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    const key = pressedKey(event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step === undefined && key !== "Enter") return;
    event.preventDefault();
    setMarked(step === undefined ? 0 : (marked + step + options.length) % (options.length || 1));
    if (key === "Enter") onEnter(options[marked]?.value);
  };
  return (
    <>
      <div className="relative border-b p-2">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-4.5 left-4.5 size-4 text-quiet"
        />
        <Input
          role="combobox"
          aria-label={`Search ${what}`}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={options.length > 0 ? `${id}-${marked}` : undefined}
          placeholder={placeholder}
          autoComplete="off"
          maxLength={255}
          value={typed}
          onChange={(event) => {
            onType(event.target.value);
            setMarked(0);
          }}
          onKeyDown={onKeyDown}
          data-testid={testId}
          className="pl-8"
        />
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={capitalized(what)}
        className="max-h-56 overflow-y-auto p-1"
      >
        {options.map(({ key, label, value, selected, creates = false }, index) => (
          <OptionRow
            key={key}
            id={`${id}-${index}`}
            marked={index === marked}
            selected={selected}
            creates={creates}
            onPress={() => onPress(value)}
          >
            {label}
          </OptionRow>
        ))}
      </div>
    </>
  );
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What a search shows without options. */
export function SearchNote({ children }: { children: string }) {
  return (
    <p role="status" className="px-3 pb-3 text-quiet text-xs">
      {children}
    </p>
  );
}
