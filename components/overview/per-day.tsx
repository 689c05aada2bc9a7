import { BarChart } from "#components/ui/bar-chart.tsx";
import { counted, numberText, wordFor } from "#components/ui/counted.ts";
import { dayText } from "#components/ui/time-text.ts";

type PerDayProps = {
  name: string;
  /** The counted unit: "call" or "event". */
  noun: string;
  counts: readonly { day: string; count: number }[];
};

/** Counts per day, with the total. */
export function PerDay({ name, noun, counts }: PerDayProps) {
  const words = (count: number) => counted(count, noun);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) {
    return (
      <p className="rounded-lg border bg-surface px-4 py-3 text-quiet">
        No {noun}s in the last {counts.length} days.
      </p>
    );
  }
  return (
    <div className="grid min-w-0 gap-3 rounded-lg border bg-surface px-4 py-3">
      <p>
        <span className="font-semibold text-lg tabular-nums">{numberText(total)}</span>{" "}
        <span className="text-quiet">
          {wordFor(total, noun)} in {counts.length} days
        </span>
      </p>
      <BarChart
        name={name}
        headings={["Day (UTC)", `${noun[0]?.toUpperCase()}${noun.slice(1)}s`]}
        items={counts.map(({ day, count }) => ({
          label: dayText(day),
          value: count,
          hint: words(count),
        }))}
      />
    </div>
  );
}
