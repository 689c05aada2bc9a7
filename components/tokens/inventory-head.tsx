import { SortHeading } from "#components/list/sort-heading.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { TableHead, TableHeading } from "#components/ui/table.tsx";
import type { Selection } from "./use-selection.ts";

const PRESET = "-created_at";

export function InventoryHead({ selection }: { selection: Selection }) {
  return (
    <TableHead>
      <TableHeading className="w-0">
        <Checkbox
          aria-label="Select all tokens on this page"
          checked={selection.all}
          mixed={selection.some}
          onChange={selection.toggleAll}
        />
      </TableHeading>
      <SortHeading name="name" preset={PRESET}>
        Name
      </SortHeading>
      <TableHeading>Owner</TableHeading>
      <SortHeading name="expiration_date" preset={PRESET}>
        Expires
      </SortHeading>
      <SortHeading name="created_at" preset={PRESET} className="@max-snug:hidden">
        Created
      </SortHeading>
      <SortHeading name="last_used" preset={PRESET}>
        Last used
      </SortHeading>
      <TableHeading className="w-0">
        <span className="sr-only">Actions</span>
      </TableHeading>
    </TableHead>
  );
}
