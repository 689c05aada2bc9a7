import { useId, useRef, useState } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { sentence } from "#components/shared/sentence.ts";
import { Button } from "#components/ui/button.tsx";
import type { Chooser } from "#lib/policy/scope-choices.ts";
import { presetOf } from "#lib/policy/scope-presets.ts";
import type { Scopes } from "#lib/policy/scopes.ts";
import { ChosenSentence } from "./scope-sentence.tsx";
import type { TokenHolder } from "./token-owner.ts";

const control = lazyForm(async () => (await import("./scope-control.tsx")).ScopeControl);

/** The owner of a token, and the scopes to choose within. */
export type RightsChooser = TokenHolder & Chooser;

type RightsFieldProps = {
  holder: RightsChooser;
  scopes: Scopes;
  error: string | undefined;
  onChange: (scopes: Scopes) => void;
};

/** The rights of a new token in one line, with the control that changes them. */
export function RightsField({ holder, scopes, error, onChange }: RightsFieldProps) {
  const id = useId();
  const [wanted, setWanted] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const open = control.useReady(wanted, { by: button, onFailure: () => setWanted(false) });
  return (
    <section aria-labelledby={id} className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 id={id} className="font-medium">
          Rights
        </h3>
        <span data-testid="scope-summary">{presetOf(scopes)?.name ?? "Custom"}</span>
        <Button
          ref={button}
          size="small"
          className="ml-auto"
          aria-expanded={open}
          data-testid="change-scopes"
          onPointerEnter={control.preload}
          onFocus={control.preload}
          onClick={() => setWanted(!wanted)}
        >
          {open ? "Done" : "Change"}
          <span className="sr-only"> rights</span>
        </Button>
      </div>
      {open && <control.Form holder={holder} scopes={scopes} onChange={onChange} />}
      {error && (
        <p role="alert" className="text-danger text-xs">
          {sentence(error)}
        </p>
      )}
      {/* In view above the buttons however long the table is; a phone has no room for it. */}
      <div className="z-10 bg-surface py-2 sm:sticky sm:bottom-12">
        <ChosenSentence scopes={scopes} holder={holder} />
      </div>
    </section>
  );
}
