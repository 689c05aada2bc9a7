"use client";

import { useId } from "react";

export type RadioCard = { value: string; label: string; explanation: string };

type RadioCardsProps = {
  legend: string;
  value: string;
  cards: readonly RadioCard[];
  onChange: (value: string) => void;
};

/** A choice between a few explained options, all visible. */
export function RadioCards({ legend, value, cards, onChange }: RadioCardsProps) {
  const name = useId();
  return (
    <fieldset data-slot="radio-cards" className="grid gap-2 sm:grid-cols-2">
      <legend className="sr-only">{legend}</legend>
      {cards.map((card) => (
        <label
          key={card.value}
          className="flex cursor-pointer items-start gap-2.5 rounded-md border border-control p-3 hover:bg-sunken has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
        >
          <input
            type="radio"
            name={name}
            value={card.value}
            checked={value === card.value}
            onChange={() => onChange(card.value)}
            className="mt-0.5 accent-accent outline-none"
          />
          <span className="grid gap-0.5">
            <span className="font-medium">{card.label}</span>
            <span className="text-quiet text-xs">{card.explanation}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
