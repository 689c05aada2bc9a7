"use client";

import { type RefObject, useState } from "react";
import { sentence } from "#components/shared/sentence.ts";
import { TextLink } from "#components/shared/text-link.tsx";
import { useCall } from "#components/shared/use-call.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { Code } from "#components/ui/code.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { counted } from "#components/ui/counted.ts";
import { FormError } from "#components/ui/form-error.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import { scopePath } from "#lib/contract/page-paths.ts";
import { serviceScope } from "#lib/contract/protected-services.ts";
import type { DescribedService } from "#lib/contract/service-view.ts";

type DeleteServiceDialogProps = {
  /** The service to delete; null keeps the dialog closed. */
  service: DescribedService | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Confirms the deletion of a protected service, with the tokens that hold its scope. */
export function DeleteServiceDialog({ service, opener, onClose }: DeleteServiceDialogProps) {
  const { write, refresh, pending } = useWrite();
  const [refusal, setRefusal] = useState<string | null>(null);
  const close = () => {
    setRefusal(null);
    onClose();
  };
  const confirm = async () => {
    if (!service) return;
    const params = { serviceId: service.id };
    const result = await write("protected_services.delete", { params });
    if (result === null) return;
    if (!result.ok) return refresh(() => setRefusal(sentence(result.failure.message)));
    notifySuccess({ title: `Protected service ${service.slug} deleted` });
    refresh(close);
  };
  return (
    <ConfirmDialog
      open={service !== null}
      title={`Delete protected service ${service?.slug ?? ""}?`}
      action="Delete service"
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={close}
    >
      {service && refusal === null && <Consequence service={service} />}
      {refusal !== null && <FormError>{`The service was not deleted. ${refusal}`}</FormError>}
    </ConfirmDialog>
  );
}

const NAMED = 5;

function Consequence({ service: { slug, opened } }: { service: DescribedService }) {
  const scope = serviceScope(slug);
  const found = useCall("tokens.inventory", { query: { scope, page_size: String(NAMED) } });
  const tokens = found !== "pending" && "data" in found ? found.data : [];
  return (
    <>
      <p>
        The proxy then refuses every request to it: it was opened {counted(opened, "time")} in the
        last 30 days.
      </p>
      {tokens.length > 0 && (
        <div className="grid gap-1" data-testid="tokens-with-scope">
          <p>
            These access tokens keep the scope <Code>{scope}</Code>, which grants nothing:
          </p>
          <ul className="list-disc pl-5">
            {tokens.map(({ id, name, user_name }) => (
              <li key={id} className="wrap-anywhere">
                <bdi>{name}</bdi> of <bdi>{user_name}</bdi>
              </li>
            ))}
          </ul>
          <p>
            <TextLink href={scopePath(scope)}>Show them in the list of tokens</TextLink>. Another
            service can have this name only once no token holds its scope.
          </p>
        </div>
      )}
    </>
  );
}
