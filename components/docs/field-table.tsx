import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { Code } from "#components/ui/code.tsx";
import { InlineCode } from "#components/ui/inline-code.tsx";
import type { FieldView } from "./chapter.ts";

/**
 * Styles of field tables, set once on their container, since the page has hundreds of rows. On narrow
 * screens a row is a block: name and type, with the description below.
 */
export const fieldTables = cn(
  "[&_table]:w-full [&_table]:border-separate [&_table]:border-spacing-0 [&_table]:rounded-lg [&_table]:border [&_table]:bg-surface",
  "[&_th]:h-9 [&_th]:border-b [&_th]:px-3 [&_th]:text-left [&_th]:font-medium [&_th]:text-quiet [&_th]:text-xs",
  "[&_td]:px-3 [&_td]:py-2 [&_td]:align-top [&_tr:not(:last-child)>td]:border-b",
  "[&_td:nth-child(2)]:text-quiet [&_td:last-child]:w-1/2",
  "[&_td>code]:wrap-anywhere [&_td>code]:font-mono [&_td>code]:text-[0.8125rem]",
  "@max-cards:[&_table]:block @max-cards:[&_tbody]:block @max-cards:[&_thead]:sr-only",
  "@max-cards:[&_tr]:flex @max-cards:[&_tr]:flex-wrap @max-cards:[&_tr]:items-baseline @max-cards:[&_tr]:gap-x-3",
  "@max-cards:[&_tr]:px-3 @max-cards:[&_tr]:py-2 @max-cards:[&_tr:not(:last-child)]:border-b",
  "@max-cards:[&_td]:border-0! @max-cards:[&_td]:p-0 @max-cards:[&_td:last-child]:w-full",
);

type FieldTableProps = {
  /** Accessible name: "Body of tokens.create". */
  label: string;
  /** The first column: "Field" or "Parameter". */
  noun: string;
  fields: (FieldView & { place?: string })[];
  /** Whether the fields are sent or returned. */
  sent: boolean;
};

/** A table of fields or parameters, in an element with the class `fieldTables`. */
export function FieldTable({ label, noun, fields, sent }: FieldTableProps) {
  return (
    <div className="@container">
      <table aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{noun}</th>
            <th scope="col">Type</th>
            <th scope="col">Description</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={`${field.place} ${field.name}`}>
              <td>
                <Code>{field.name}</Code>
              </td>
              <td>{typeOf(field, sent)}</td>
              <td>
                <Meaning field={field} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function typeOf({ type, place, required }: FieldTableProps["fields"][number], sent: boolean) {
  const presence = sent ? required && "required" : !required && "optional";
  return [type, place && `in the ${place}`, presence].filter(Boolean).join(", ");
}

function Meaning({ field: { meaning, limits, shownOnce } }: { field: FieldView }) {
  return (
    <>
      <InlineCode text={meaning} />
      {limits !== "" && <p className="text-quiet">Allowed: {limits}</p>}
      {shownOnce && <Badge tone="accent">Shown once</Badge>}
    </>
  );
}
