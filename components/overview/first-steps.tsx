import { CircleCheck, CircleDashed } from "lucide-react";
import { Section } from "#components/shared/section.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { DismissSteps } from "./dismiss-steps.tsx";
import type { FirstStep } from "./first-steps.ts";

/** The first steps in a new installation; done steps are marked, and the list disappears with the last. */
export function FirstSteps({ steps }: { steps: readonly FirstStep[] }) {
  return (
    <Section title="Get started" action={<DismissSteps />} className="mt-0 mb-10">
      <ol className="grid gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-2">
        {steps.map(({ title, text, done, href }) => (
          <li key={title} className="flex gap-3 bg-surface px-4 py-3">
            {done ? (
              <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
            ) : (
              <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0 text-quiet" />
            )}
            <div className="grid content-start gap-0.5">
              {done ? (
                <p className="font-medium text-quiet">
                  {title} <span className="font-normal">(done)</span>
                </p>
              ) : (
                <p>
                  <TextLink href={href}>{title}</TextLink>
                </p>
              )}
              <p className="text-quiet">{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
