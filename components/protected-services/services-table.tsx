"use client";

import { ColumnHeadings } from "#components/list/columns.tsx";
import { useRowDialogs } from "#components/shared/use-row-dialogs.ts";
import { Table, TableBody } from "#components/ui/table.tsx";
import type { DescribedService } from "#lib/contract/service-view.ts";
import { DeleteServiceDialog } from "./delete-service-dialog.tsx";
import { EditServiceDialog } from "./edit-service-dialog.tsx";
import { SERVICE_COLUMNS, type ServiceQuestion, ServiceRow } from "./service-row.tsx";

type ServicesTableProps = {
  services: readonly DescribedService[];
  /** Why the reader may not change them; undefined allows it. */
  refusal: string | undefined;
};

/** All protected services of the account. */
export function ServicesTable({ services, refusal }: ServicesTableProps) {
  const { open, itemOf, dialog } = useRowDialogs<ServiceQuestion, DescribedService>();
  return (
    <>
      <Table>
        <ColumnHeadings columns={SERVICE_COLUMNS} />
        <TableBody>
          {services.map((service) => (
            <ServiceRow key={service.id} service={service} refusal={refusal} onAsk={open} />
          ))}
        </TableBody>
      </Table>
      <EditServiceDialog service={itemOf("edit")} {...dialog} />
      <DeleteServiceDialog service={itemOf("delete")} {...dialog} />
    </>
  );
}
