import { NetworksField } from "./networks-field.tsx";
import { type RightsChooser, RightsField } from "./rights-field.tsx";
import type { Limits } from "./use-limits.ts";

type LimitsFieldsProps = {
  holder: RightsChooser & { id: string };
  limits: Limits;
  errors?: { scopes?: string | undefined; networks?: string | undefined };
  /** Called before a change. */
  onChange?: (field: "scopes" | "allowed_networks") => void;
};

/** The rights of a token and the networks from which it may be used. */
export function LimitsFields({ holder, limits, errors = {}, onChange }: LimitsFieldsProps) {
  return (
    <>
      <RightsField
        holder={holder}
        scopes={limits.scopes}
        error={errors.scopes}
        onChange={(scopes) => {
          onChange?.("scopes");
          limits.setScopes(scopes);
        }}
      />
      <NetworksField
        userId={holder.id}
        lines={limits.lines}
        within={limits.within}
        checked={limits.checked}
        error={errors.networks}
        onChange={(lines) => {
          onChange?.("allowed_networks");
          limits.setLines(lines);
        }}
      />
    </>
  );
}
