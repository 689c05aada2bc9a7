import { cn } from "#components/ui/cn.ts";

const LEVELS = [
  { word: "Very weak", tone: "bg-danger" },
  { word: "Weak", tone: "bg-danger" },
  { word: "Fair", tone: "bg-soon-mark" },
  { word: "Good", tone: "bg-accent" },
  { word: "Strong", tone: "bg-accent" },
] as const;
const STEPS = [1, 2, 3, 4] as const;

/** The strength of the password (0 to 4) as a bar and text; null while unknown. */
export function PasswordMeter({ score }: { score: number | null }) {
  const level = score === null ? undefined : LEVELS[score];
  return (
    <div className="flex h-4 items-center gap-3" data-testid="password-strength">
      <div aria-hidden className="grid flex-1 grid-cols-4 gap-1">
        {STEPS.map((step) => (
          <span
            key={step}
            className={cn(
              "h-1 rounded-full transition-colors motion-reduce:transition-none",
              level && step <= Math.max(1, score ?? 0) ? level.tone : "bg-line",
            )}
          />
        ))}
      </div>
      <span aria-live="polite" className="w-16 text-right">
        {level && (
          <>
            <span className="sr-only">Strength: </span>
            <span>{level.word}</span>
          </>
        )}
      </span>
    </div>
  );
}
