import { cn } from "./cn.ts";
import { numberText } from "./counted.ts";

export type Bar = {
  label: string;
  value: number;
  /** Details on hover and in the table. */
  hint?: string;
};

type BarChartProps = {
  /** Accessible name: "Calls per day". */
  name: string;
  items: readonly Bar[];
  /** Headings of the table's two columns. */
  headings: readonly [label: string, value: string];
  className?: string;
};

const HEIGHT = 100;
/** As a fraction of a bar's slot. */
const GAP = 0.2;

/**
 * A bar chart as wide as its container, with the same data as a table. Works without JavaScript;
 * the highest value and both ends of the axis are labelled.
 */
export function BarChart({ name, items, headings, className }: BarChartProps) {
  const highest = Math.max(0, ...items.map(({ value }) => value));
  return (
    <figure data-slot="bars" className={cn("grid min-w-0 gap-1", className)}>
      <div className="flex items-start gap-2">
        <Columns name={summary(name, items, highest)} items={items} highest={highest} />
        <span aria-hidden className="min-w-6 shrink-0 text-quiet text-xs tabular-nums leading-none">
          {highest > 0 && numberText(highest)}
        </span>
      </div>
      <div aria-hidden className="flex justify-between gap-2 pr-8 text-quiet text-xs">
        <span>{items[0]?.label}</span>
        <span>{items.length > 1 && items.at(-1)?.label}</span>
      </div>
      <BarChartTable name={name} items={items} headings={headings} />
    </figure>
  );
}

type ColumnsProps = { name: string; items: readonly Bar[]; highest: number };

function Columns({ name, items, highest }: ColumnsProps) {
  return (
    <svg
      role="img"
      aria-label={name}
      viewBox={`0 0 ${items.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-16 w-full min-w-0 border-b border-control"
    >
      {items.map(({ label, value, hint }, at) => {
        const height = highest === 0 ? 0 : Math.max((value / highest) * HEIGHT, value > 0 ? 3 : 0);
        return (
          <g key={label} className="fill-accent hover:fill-accent-strong">
            <title>{`${label}: ${hint ?? numberText(value)}`}</title>
            <rect x={at} y={0} width={1} height={HEIGHT} className="fill-transparent" />
            <rect x={at + GAP / 2} y={HEIGHT - height} width={1 - GAP} height={height} />
          </g>
        );
      })}
    </svg>
  );
}

function BarChartTable({
  name,
  items,
  headings: [label, value],
}: Omit<BarChartProps, "className">) {
  return (
    <details className="text-xs">
      <summary className="w-fit rounded-sm text-quiet underline-offset-4 hover:underline">
        {name} as a table
      </summary>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        aria-label={`${name}, table`}
        className="mt-1 max-h-48 overflow-y-auto rounded-md border"
      >
        <table className="w-full">
          <thead>
            <tr className="text-left text-quiet">
              <th scope="col" className="px-3 py-1 font-medium">
                {label}
              </th>
              <th scope="col" className="px-3 py-1 text-right font-medium">
                {value}
              </th>
            </tr>
          </thead>
          <tbody className="tabular-nums">
            {items.map((item) => (
              <tr key={item.label}>
                <td className="px-3 py-0.5">{item.label}</td>
                <td className="px-3 py-0.5 text-right">{item.hint ?? numberText(item.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function summary(name: string, items: readonly Bar[], highest: number): string {
  const top = items.find(({ value }) => value === highest);
  if (top === undefined || highest === 0) return `${name}: none.`;
  const ends = `${items[0]?.label} to ${items.at(-1)?.label}`;
  return `${name}, ${ends}. Highest: ${numberText(highest)}, ${top.label}.`;
}
