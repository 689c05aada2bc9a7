"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, type RefObject, useState } from "react";
import { TokenForm } from "#components/tokens/token-form.tsx";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import { showOnce } from "#components/ui/shown-once.tsx";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import { userPath } from "#lib/contract/page-paths.ts";
import { type NewServiceUser, ServiceUserForm } from "./service-user-form.tsx";

type ServiceUserDialogProps = {
  open: boolean;
  opener: RefObject<HTMLElement | null>;
  /** Most days that the account lets a new token live. */
  maxTokenDays: number;
  onClose: () => void;
};

/** The popup for a new service user and, as a second step, its first access token. */
export function ServiceUserDialog(props: ServiceUserDialogProps) {
  const { open, opener, maxTokenDays, onClose } = props;
  const router = useRouter();
  // Exists by now, and its token step is open.
  const [user, setUser] = useState<NewServiceUser | null>(null);
  // From here on there may be a token, so the text does not say that there is none.
  const [making, setMaking] = useState(false);
  const close = () => {
    if (making) return;
    if (user) {
      tellTokenMissing(user);
      router.refresh();
    }
    setUser(null);
    onClose();
  };
  const show = (made: NewServiceUser, token: ShownOnce) => {
    showOnce({
      shown: { ...token, description: thenItsPage(token.description) },
      opener,
      onClose: () => leaveForItsPage(made),
      closeTestId: "access-token-copy-close",
    });
    setUser(null);
    onClose();
  };
  const leaveForItsPage = ({ id }: NewServiceUser) => {
    // The list behind counts tokens. Not before: what comes back may take the place of the popup.
    router.refresh();
    router.push(userPath({ id, isServiceUser: true }));
  };
  return (
    <Dialog open={open || user !== null} onOpenChange={close}>
      <DialogContent
        title={user ? "Create its first access token" : "Create service user"}
        description={<p role="status">{user ? tokenStep(user) : USER_STEP}</p>}
        opener={opener}
        className="max-w-lg"
      >
        {user ? (
          <TokenForm
            userId={user.id}
            suggestedName={user.name}
            maxDays={maxTokenDays}
            cancelLabel="Not now"
            onCreated={(token) => show(user, token)}
            onCancel={close}
            onPending={setMaking}
          />
        ) : (
          <ServiceUserForm onClose={onClose} onTokenWanted={setUser} />
        )}
      </DialogContent>
    </Dialog>
  );
}

const USER_STEP = "A machine account with its own access tokens.";

const tokenStep = ({ name }: NewServiceUser) =>
  `The service user ${isolated(name)} is created. The token has its role.`;

const thenItsPage = (description: ReactNode) => (
  <>{description} Closing leads to the page of the service user.</>
);

function tellTokenMissing({ name }: NewServiceUser): void {
  notifySuccess({
    title: `Service user ${isolated(name)} has no access token yet`,
    description: "It is created. Its page is where you create a token later.",
  });
}
