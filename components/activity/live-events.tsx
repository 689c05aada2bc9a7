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
  /** The list's address without its cursor. */
  address: string;
  /** Whether the page shown is the first one, newest first. */
  atNewest: boolean;
  newest: Newest;
  /** The list, and what belongs below it. */
  children: ReactNode;
};

/**
 * Looks for new events and never moves what is being read: they appear by themselves only at the
 * top of the first page with nothing open or pointed at; elsewhere they are offered.
 */
export function LiveEvents({ address, atNewest, newest, children }: LiveEventsProps) {
  const router = useRouter();
  const [live] = useLive();
  const list = useRef<HTMLDivElement>(null);
  const [waiting, setWaiting] = useState({ address, known: newest.id, count: 0, lastId: 0 });
  // An event with an earlier time may be on no page that is read: it is known all the same.
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
    // The button goes away, and the focus would be lost with it.
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

/** Whether new rows on top would move what is being read: scrolled to, pointed at, focused, open or selected. */
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

/** The same words for any number: a screen reader announces them once. */
function Announcement({ trouble, waiting, added }: AnnouncementProps) {
  return (
    <p role="status" className="sr-only">
      {trouble ? troubleText(trouble) : newText(waiting, added)}
    </p>
  );
}

const newText = (waiting: boolean, added: boolean) =>
  waiting ? "There are new events." : added ? "New events are at the top of the list." : "";

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
  if (status === 401) return "Not live: your session has ended.";
  return "Not live: your role no longer allows this.";
}

/** Who relies on a list that is live must know when it is not. */
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
