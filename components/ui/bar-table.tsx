import { cn } from "./cn.ts";
import { numberText } from "./counted.ts";

export type TableBar = { label: string; value: number; tone?: "accent" | "soon" | "bad" };

type BarTableProps = {
  /** Accessible name of the table. */
  name: string;
  headings: readonly [label: string, value: string];
  items: readonly TableBar[];
};

const FILLS = { accent: "bg-accent", soon: "bg-soon-mark", bad: "bg-danger" };

/** A table of counts with bars for comparison. */
export function BarTable({ name, headings: [label, value], items }: BarTableProps) {
  const highest = Math.max(1, ...items.map((item) => item.value));
  return (
    <table className="w-full">
      <caption className="sr-only">{name}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{label}</th>
          <th scope="col">{value}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.label}>
            <th
              scope="row"
              className="w-0 whitespace-nowrap py-1 pr-4 text-left font-normal text-quiet"
            >
              {item.label}
            </th>
            <td className="py-1">
              <span className="flex items-center gap-3">
                <span aria-hidden className="h-2 min-w-0 grow rounded-full bg-sunken">
                  <span
                    className={cn("block h-full rounded-full", FILLS[item.tone ?? "accent"])}
                    style={{ width: `${(item.value / highest) * 100}%` }}
                  />
                </span>
                <span className="min-w-10 text-right tabular-nums">{numberText(item.value)}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
