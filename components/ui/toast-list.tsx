"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { Button } from "./button.tsx";
import { Code } from "./code.tsx";
import { CopyButton } from "./copy-button.tsx";
import { subscribeToToasts, type Toast } from "./toast-queue.ts";

const PROBLEM_MS = 10_000;
/** Distance from the edges on a phone. */
const MARGIN_PX = 16;
const DIALOGS = "[role=dialog], [role=alertdialog]";

/** The list of notifications, including those queued before it was loaded. */
export function ToastList() {
  // After the list itself, which subscribes in its effect.
  useEffect(() => subscribeToToasts(show), []);
  return (
    <Sonner
      position="bottom-right"
      mobileOffset={MARGIN_PX}
      visibleToasts={4}
      toastOptions={{ unstyled: true, className: "w-full" }}
    />
  );
}

function show(notification: Toast): void {
  const isAbove = notification.tone === "problem" && overDialogOfPhone();
  toast.custom(
    (id) => <Card isAbove={isAbove} onClose={() => toast.dismiss(id)} {...notification} />,
    {
      ...(notification.tone === "problem" ? { duration: PROBLEM_MS } : {}),
      ...(isAbove ? { position: "top-center" } : {}),
    },
  );
}

/** On a phone a dialog's buttons, pressed again after a failure, are at the bottom. */
function overDialogOfPhone(): boolean {
  const inDialog = document.querySelector(DIALOGS) !== null;
  return inDialog && window.matchMedia("(max-width: 600px)").matches;
}

const above = new Set<HTMLElement>();

/**
 * Reserves the top of the screen for notifications above dialogs. A dialog's buttons, or the
 * refused field, stay visible.
 */
function leaveRoom(): void {
  const dialogs = [...document.querySelectorAll(DIALOGS)];
  const atEnd = dialogs.filter(
    ({ scrollTop, clientHeight, scrollHeight }) => scrollTop + clientHeight >= scrollHeight - 1,
  );
  const heights = [...above].map(({ offsetHeight }) => offsetHeight + MARGIN_PX);
  document.documentElement.style.setProperty("--toast-height", `${Math.max(0, ...heights)}px`);
  for (const dialog of atEnd) dialog.scrollTop = dialog.scrollHeight;
  const focused = document.activeElement;
  if (dialogs.some((dialog) => dialog.contains(focused))) {
    focused?.scrollIntoView({ block: "nearest" });
  }
}

function useRoomAbove(card: RefObject<HTMLElement | null>, isAbove: boolean): void {
  useLayoutEffect(() => {
    const element = card.current;
    if (!isAbove || element === null) return;
    above.add(element);
    leaveRoom();
    return () => {
      above.delete(element);
      leaveRoom();
    };
  }, [card, isAbove]);
}

type CardProps = Toast & {
  /** Whether it is above a dialog. */
  isAbove: boolean;
  onClose: () => void;
};

function Card(props: CardProps) {
  const { tone, title, description, requestId, status, action, isAbove, onClose } = props;
  const card = useRef<HTMLDivElement>(null);
  useRoomAbove(card, isAbove);
  return (
    <div
      ref={card}
      data-slot="notification"
      className="pointer-events-auto flex w-full gap-2.5 rounded-lg border bg-surface p-3 font-sans text-ink text-sm shadow-pop"
    >
      {tone === "success" ? (
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
      ) : (
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      )}
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p
          data-slot="notification-heading"
          data-testid={status === undefined ? "notification-title" : undefined}
          className="break-words font-medium"
        >
          {title}
        </p>
        {description && <p className="break-words text-quiet">{description}</p>}
        {action && <Action action={action} onDone={onClose} />}
        {(requestId || status) && <Source status={status} id={requestId} />}
      </div>
      <Button
        variant="quiet"
        size="icon"
        aria-label="Dismiss notification"
        className="-mt-1 -mr-1 size-7"
        onClick={onClose}
      >
        <X aria-hidden />
      </Button>
    </div>
  );
}

const link = "w-fit rounded-sm py-0.5 font-medium text-accent underline-offset-4 hover:underline";

type ActionProps = { action: NonNullable<Toast["action"]>; onDone: () => void };

/** The action; a link opens in a new tab, so that input on this page is kept. */
function Action({ action, onDone }: ActionProps) {
  if ("href" in action) {
    return (
      <a href={action.href} target="_blank" rel="noreferrer" onClick={onDone} className={link}>
        {action.label}
      </a>
    );
  }
  return (
    <button type="button" onClick={action.onPress} className={link}>
      {action.label}
    </button>
  );
}

type SourceProps = { status: number | undefined; id: string | null | undefined };

/** For the server's log. */
function Source({ status, id }: SourceProps) {
  const source = useRef<HTMLElement>(null);
  return (
    <div className="grid gap-0.5 text-quiet text-xs">
      {status !== undefined && (
        // Browser scripts written for NetBird look for this text.
        <p data-testid="notification-title">{`Request failed with status code ${status}`}</p>
      )}
      {id && (
        <p className="flex items-start gap-1">
          <span className="shrink-0">Request</span>
          <Code ref={source} data-testid="notification-request-id" className="min-w-0 break-all">
            {id}
          </Code>
          <CopyButton iconOnly source={source} label="Copy request ID" className="-my-1 h-6 px-1" />
        </p>
      )}
    </div>
  );
}
