"use client";

import { ArrowUp } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { NewSince } from "./new-since.ts";
import { type Newer, type Newest, newerText } from "./newer-events.ts";
import { useLive } from "./use-live.ts";
import { type Trouble, useNewerEvents } from "./use-newer-events.ts";

type LiveEventsProps = {
  /** The list's URL without its cursor. */
  address: string;
  /** Whether this is the first page, newest first. */
  atNewest: boolean;
  newest: Newest;
  /** The list with its pager. */
  children: ReactNode;
};

/**
 * Polls for new events without moving the rows that the user reads: new rows are inserted only at the
 * top of the first page while nothing is open or hovered; otherwise a button offers them.
 */
export function LiveEvents({ address, atNewest, newest, children }: LiveEventsProps) {
  const router = useRouter();
  const [live] = useLive();
  const list = useRef<HTMLDivElement>(null);
  const [waiting, setWaiting] = useState({ address, known: newest.id, count: 0, lastId: 0 });
  // An event with an earlier time may be on none of the loaded pages, but counts as known.
  const [read, setRead] = useState({ address, lastId: 0 });
  const knownId = Math.max(newest.id, read.address === address ? read.lastId : 0);
  const [added, setAdded] = useState({ address, since: Number.POSITIVE_INFINITY });
  const [pending, startTransition] = useTransition();
  const readAgain = (lastId: number) => {
    setRead({ address, lastId });
    startTransition(() => {
      router.refresh();
      setAdded({ address, since: newest.id });
    });
  };
  const onAnswer = ({ count, lastId }: Newer) => {
    if (pending) return;
    const comesIn = count > 0 && atNewest && list.current !== null && !isRead(list.current);
    if (comesIn) readAgain(lastId);
    else setWaiting({ address, known: newest.id, count, lastId });
  };
  const trouble = useNewerEvents({ address, newest, knownId, live, onAnswer });
  const show = () => {
    // The button disappears and would take the focus with it.
    list.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
    readAgain(waiting.lastId);
  };
  const count = waiting.address === address && waiting.known === newest.id ? waiting.count : 0;
  const since = added.address === address ? added.since : Number.POSITIVE_INFINITY;
  return (
    <div className="flex flex-col">
      <Announcement
        trouble={live ? trouble : null}
        waiting={live && count > 0}
        added={since < newest.id}
      />
      <div className="pointer-events-none sticky bottom-14 z-10 order-last flex h-0 justify-center">
        {live && trouble && <Hindrance trouble={trouble} />}
        {live && !trouble && count > 0 && (
          <Offer
            text={newerText(count)}
            href={atNewest ? null : newestAddress(address)}
            onShow={show}
          />
        )}
      </div>
      <section ref={list} tabIndex={-1} aria-label="Events" className="outline-none">
        <NewSince value={since}>{children}</NewSince>
      </section>
    </div>
  );
}

/** Whether new rows would move rows in use: scrolled to, hovered, focused, open or selected. */
const isRead = (list: HTMLElement): boolean =>
  window.scrollY > 0 ||
  list.matches(":hover") ||
  (list !== document.activeElement && list.contains(document.activeElement)) ||
  list.querySelector('[aria-expanded="true"]') !== null ||
  document.getSelection()?.isCollapsed === false;

/** The first page of the list, newest first. */
function newestAddress(address: string): string {
  const [path = "", search] = address.split("?");
  const query = new URLSearchParams(search);
  query.delete("sort");
  return query.size === 0 ? path : `${path}?${query}`;
}

type AnnouncementProps = { trouble: Trouble; waiting: boolean; added: boolean };

/** The same text for any number, so that screen readers announce it once. */
function Announcement({ trouble, waiting, added }: AnnouncementProps) {
  return (
    <p role="status" className="sr-only">
      {trouble ? troubleText(trouble) : newText(waiting, added)}
    </p>
  );
}

const newText = (waiting: boolean, added: boolean) =>
  waiting ? "New events available." : added ? "New events added at the top of the list." : "";

type OfferProps = { text: string; href: string | null; onShow: () => void };

function Offer({ text, href, onShow }: OfferProps) {
  const look = "pointer-events-auto rounded-full shadow-pop motion-safe:animate-rise";
  const words = (
    <>
      <ArrowUp aria-hidden />
      {text} — show
    </>
  );
  if (href === null) {
    return (
      <Button variant="primary" data-testid="show-new-events" onClick={onShow} className={look}>
        {words}
      </Button>
    );
  }
  return (
    <Link
      href={href}
      prefetch={false}
      data-testid="show-new-events"
      className={buttonVariants({ variant: "primary", className: look })}
    >
      {words}
    </Link>
  );
}

function troubleText({ status, final }: NonNullable<Trouble>): string {
  if (!final) return "Live updates paused. Reconnecting…";
  if (status === 401) return "Live updates stopped: your session has ended.";
  return "Live updates stopped: your role no longer allows this.";
}

/** Shows that live updates are paused or stopped. */
function Hindrance({ trouble }: { trouble: NonNullable<Trouble> }) {
  return (
    <div
      data-testid="activity-live-trouble"
      className="pointer-events-auto flex min-h-9 items-center gap-3 self-start rounded-3xl border bg-surface px-4 py-1.5 shadow-pop"
    >
      <span>{troubleText(trouble)}</span>
      {trouble.final && (
        <button
          type="button"
          onClick={() => location.reload()}
          className="shrink-0 font-medium text-accent underline underline-offset-4"
        >
          Reload
        </button>
      )}
    </div>
  );
}
