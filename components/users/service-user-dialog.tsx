"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import { TokenForm } from "#components/tokens/token-form.tsx";
import { TOKEN_POPUP } from "#components/tokens/token-popup.ts";
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
  /** The account's maximum lifetime of new tokens, in days. */
  maxTokenDays: number;
  onClose: () => void;
};

/** The popup for a new service user and, as a second step, its first access token. */
export function ServiceUserDialog(props: ServiceUserDialogProps) {
  const { open, opener, maxTokenDays, onClose } = props;
  const router = useRouter();
  // Set once created: the token step is shown.
  const [user, setUser] = useState<NewServiceUser | null>(null);
  // The token may already exist, so the notice about a missing one is not shown.
  const [making, setMaking] = useState(false);
  const close = () => {
    if (making) return;
    if (user) {
      notifyWithoutToken(user);
      router.refresh();
    }
    setUser(null);
    onClose();
  };
  const show = (made: NewServiceUser, token: ShownOnce) => {
    showOnce({
      shown: token,
      opener,
      onClose: () => openItsPage(made),
      closeTestId: "access-token-copy-close",
    });
    setUser(null);
    onClose();
  };
  const openItsPage = ({ id }: NewServiceUser) => {
    // The list behind counts tokens. Not before: a refresh may replace the popup.
    router.refresh();
    router.push(userPath({ id, isServiceUser: true }));
  };
  return (
    <Dialog open={open || user !== null} onOpenChange={close}>
      <DialogContent
        title={user ? "Create access token" : "Create service user"}
        description={<p role="status">{user ? tokenStep(user) : USER_STEP}</p>}
        opener={opener}
        className={TOKEN_POPUP}
      >
        {user ? (
          <TokenForm
            holder={{ ...user, isServiceUser: true, isCurrent: false }}
            suggestedName={user.name}
            maxDays={maxTokenDays}
            cancelLabel="Skip"
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
  `${isolated(name)} was created. The token has at most its role.`;

function notifyWithoutToken({ name }: NewServiceUser): void {
  notifySuccess({
    title: `Service user ${isolated(name)} created`,
    description: "It has no access token yet. Create one on its page.",
  });
}
