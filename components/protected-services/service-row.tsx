"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useRef } from "react";
import { type Column, ColumnCells, IN_CORNER } from "#components/list/columns.tsx";
import { Code } from "#components/ui/code.tsx";
import { numberText } from "#components/ui/counted.ts";
import { DropdownMenuItem } from "#components/ui/dropdown-menu.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import { TableRow } from "#components/ui/table.tsx";
import type { DescribedService } from "#lib/contract/service-view.ts";
import { acceptedText, opensTo } from "./opens-to.ts";

export type ServiceQuestion = "edit" | "delete";

type ServiceRowProps = {
  service: DescribedService;
  /** Why the reader may not change services; undefined allows it. */
  refusal: string | undefined;
  onAsk: (what: ServiceQuestion, service: DescribedService, trigger: HTMLElement | null) => void;
};

export const SERVICE_COLUMNS: readonly Column<ServiceRowProps>[] = [
  {
    heading: "Service",
    bare: true,
    className: "name-cell token-cell @max-cards:pr-10",
    cell: ({ service }) => (
      <span className="grid min-w-0">
        <Code className="cell-text">{service.slug}</Code>
        {service.description && (
          <span dir="auto" className="cell-note">
            {service.description}
          </span>
        )}
      </span>
    ),
  },
  {
    heading: "Open to",
    cell: ({ service }) => <span className="wrap-anywhere">{opensTo(service)}</span>,
  },
  {
    heading: "With",
    spare: true,
    className: "text-quiet",
    cell: ({ service }) => acceptedText(service),
  },
  {
    heading: "Methods",
    className: "text-quiet",
    cell: ({ service }) => service.methods?.join(", ") ?? "Any",
  },
  {
    heading: "Opened in 30 days",
    numeric: true,
    cell: ({ service }) => numberText(service.opened),
  },
  {
    heading: "Actions",
    actions: "w-8",
    className: IN_CORNER,
    cell: (shown) => <ServiceMenu {...shown} />,
  },
];

/** One protected service in the table. */
export function ServiceRow(props: ServiceRowProps) {
  return (
    <TableRow data-testid="protected-service">
      <ColumnCells columns={SERVICE_COLUMNS} shown={props} />
    </TableRow>
  );
}

function ServiceMenu({ service, refusal, onAsk }: ServiceRowProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <RowMenu name={service.slug} testId="service-actions" trigger={trigger}>
      <DropdownMenuItem refusal={refusal} onSelect={() => onAsk("edit", service, trigger.current)}>
        <Pencil aria-hidden />
        Edit service
      </DropdownMenuItem>
      <DropdownMenuItem
        tone="danger"
        refusal={refusal}
        onSelect={() => onAsk("delete", service, trigger.current)}
      >
        <Trash2 aria-hidden />
        Delete service
      </DropdownMenuItem>
    </RowMenu>
  );
}
