"use client";

import type { RefObject } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import type { DescribedService } from "#lib/contract/service-view.ts";
import { SERVICE_POPUP } from "./service-popup.ts";

const form = lazyForm(async () => (await import("./service-form.tsx")).ServiceForm);

type EditServiceDialogProps = {
  /** The service to edit; null keeps the dialog closed. */
  service: DescribedService | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup that changes who may open a protected service. */
export function EditServiceDialog({ service, opener, onClose }: EditServiceDialogProps) {
  const ready = form.useReady(service !== null, { by: opener, onFailure: onClose });
  return (
    <Dialog open={ready} onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Edit protected service ${service?.slug ?? ""}`}
        description="Applies to the next request of the proxy."
        opener={opener}
        className={SERVICE_POPUP}
      >
        {service && <form.Form service={service} onClose={onClose} />}
      </DialogContent>
    </Dialog>
  );
}
