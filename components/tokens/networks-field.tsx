import { useId, useRef } from "react";
import { sentence } from "#components/shared/sentence.ts";
import { Button } from "#components/ui/button.tsx";
import { counted } from "#components/ui/counted.ts";
import { FieldError } from "#components/ui/field.tsx";
import { NETWORKS_MAX } from "#lib/contract/allowed-networks.ts";
import type { Networks } from "#lib/policy/networks.ts";
import { linesOf, type NetworkLine, networksOf, pastedNetworks } from "./network-lines.ts";
import { NetworkRow } from "./network-row.tsx";
import { UsedNetworks } from "./used-networks.tsx";

type NetworksFieldProps = {
  /** The owner of the token, whose used networks are offered. */
  userId: string;
  /** None for any address. */
  lines: readonly NetworkLine[];
  /** The networks that each line must be within. */
  within: Networks;
  /** Shows the errors of all lines, also of those never left. */
  checked: boolean;
  error: string | undefined;
  onChange: (lines: NetworkLine[]) => void;
};

/** The networks from which a token may be used, one per line. */
export function NetworksField(props: NetworksFieldProps) {
  const { userId, lines, within, checked, error, onChange } = props;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const networks = networksOf(lines);
  const add = (added: string[]) => onChange([...lines, ...linesOf(added)].slice(0, NETWORKS_MAX));
  const change = (key: string, texts: string[]) =>
    onChange(
      lines.flatMap((line) => {
        if (line.key !== key) return [line];
        const [text = "", ...more] = texts;
        return [{ key, text }, ...linesOf(more)];
      }),
    );
  const remove = (key: string) => {
    onChange(lines.filter((line) => line.key !== key));
    // The pressed button disappears and would take the focus with it.
    button.current?.focus();
  };
  return (
    <section aria-labelledby={id} className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 id={id} className="font-medium">
          Networks
        </h3>
        <span data-testid="networks-summary">
          {networks.length === 0 ? "Any address" : counted(networks.length, "network")}
        </span>
        <Button
          ref={button}
          size="small"
          className="ml-auto"
          data-testid="add-network"
          disabled={lines.length >= NETWORKS_MAX}
          onClick={() => add([""])}
        >
          Add network
        </Button>
      </div>
      {lines.length > 0 && (
        <ul className="grid gap-2">
          {lines.map((line, index) => (
            <NetworkRow
              key={line.key}
              label={`Network ${index + 1}`}
              text={line.text}
              within={within}
              checked={checked}
              onType={(text) => change(line.key, [text])}
              onPaste={(text) => change(line.key, pastedNetworks(text))}
              onNext={() => add([""])}
              onRemove={() => remove(line.key)}
            />
          ))}
        </ul>
      )}
      {error && <FieldError>{sentence(error)}</FieldError>}
      <UsedNetworks userId={userId} chosen={networks} within={within} onAdd={(one) => add([one])} />
    </section>
  );
}
