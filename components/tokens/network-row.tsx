import { X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FieldError } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { pressedKey } from "#components/ui/pressed-key.ts";
import type { Networks } from "#lib/policy/networks.ts";
import { lineRefusal } from "./network-lines.ts";

type NetworkRowProps = {
  /** The accessible name of the input. */
  label: string;
  text: string;
  within: Networks;
  /** Shows its error, also before it was left. */
  checked: boolean;
  onType: (text: string) => void;
  /** Called with pasted text of several networks. */
  onPaste: (text: string) => void;
  /** Called on Enter. */
  onNext: () => void;
  onRemove: () => void;
};

/** One network of a token, with what is wrong with it. */
export function NetworkRow(props: NetworkRowProps) {
  const { label, text, within, checked, onType, onPaste, onNext, onRemove } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(false);
  const refusal = left || checked ? lineRefusal(text, within) : undefined;
  useEffect(() => {
    // A line that was just added.
    if (input.current?.value === "") input.current.focus();
  }, []);
  return (
    <li className="grid gap-1">
      <div className="flex gap-2">
        <Input
          ref={input}
          aria-label={label}
          placeholder="e.g. 192.0.2.0/24"
          autoComplete="off"
          spellCheck={false}
          value={text}
          className="flex-1 font-mono"
          data-testid="network"
          {...(refusal && { "aria-invalid": true, "aria-describedby": id })}
          onChange={(event) => onType(event.target.value)}
          onBlur={() => setLeft(true)}
          onKeyDown={(event) => {
            if (pressedKey(event) !== "Enter") return;
            // Enter would submit the form.
            event.preventDefault();
            if (text.trim() !== "") onNext();
          }}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            if (!/\S[\s,;]+\S/.test(pasted)) return;
            event.preventDefault();
            onPaste(pasted);
          }}
        />
        <Button
          variant="quiet"
          size="icon"
          className="self-center"
          aria-label={`Remove ${label}`}
          onClick={onRemove}
        >
          <X aria-hidden />
        </Button>
      </div>
      {refusal && <FieldError id={id}>{refusal}</FieldError>}
    </li>
  );
}
