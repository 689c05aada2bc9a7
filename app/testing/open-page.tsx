import { PointerEventsCheckLevel, userEvent } from "@testing-library/user-event";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime.js";
import {
  PathnameContext,
  SearchParamsContext,
} from "next/dist/shared/lib/hooks-client-context.shared-runtime.js";
import { type ReactNode, Suspense, startTransition, use, useMemo, useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { toast } from "sonner";
import { ShownOnceHost } from "#components/ui/shown-once.tsx";
import { seedSession } from "#lib/dev/testing/seed.ts";
import { pageTree } from "./page-tree.ts";
import { HOST, visitor } from "./visitor.ts";

type Shown = { address: string; tree: ReactNode };

/** Where the browser under test is: path and search. */
export const addressNow = () => `${location.pathname}${location.search}`;

let root: Root | undefined;

/** The pages that are loading. */
const loading = new Set<Promise<Shown>>();

/** Closes the tab, if one is open, once nothing of it is loading. */
export async function closePage(): Promise<void> {
  await Promise.allSettled(loading);
  // The hooks of the address forget what they wrote last.
  dispatchEvent(new PopStateEvent("popstate"));
  root?.unmount();
  toast.dismiss();
  root = undefined;
  document.body.replaceChildren();
}

/** Opens a page in the frame of the dashboard, signed in as a user; returns what the user does. */
export async function openPage(address: string, { id }: { id: string }) {
  visitor.cookie = (await seedSession(id)).cookie;
  const first = await pageTree(address);
  history.replaceState(null, "", `http://${HOST}${first.address}`);
  await closePage();
  root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(<Browser first={Promise.resolve(first)} />);
  return userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never });
}

/** Next's router for one tab: a navigation or refresh loads the page and shows it once it is there. */
function Browser({ first }: { first: Promise<Shown> }) {
  const [coming, setComing] = useState(first);
  const router = useMemo(() => routerOf(setComing), []);
  return (
    <AppRouterContext value={router}>
      <Suspense>
        <Page shown={coming} />
        <ShownOnceHost />
      </Suspense>
    </AppRouterContext>
  );
}

function Page({ shown }: { shown: Promise<Shown> }) {
  const { address, tree } = use(shown);
  const { pathname, searchParams } = new URL(address, location.href);
  return (
    <PathnameContext value={pathname}>
      <SearchParamsContext value={searchParams}>{tree}</SearchParamsContext>
    </PathnameContext>
  );
}

function routerOf(show: (page: Promise<Shown>) => void) {
  const load = (address: string, enter: (address: string) => void) =>
    startTransition(() => {
      const page = pageTree(address);
      loading.add(page);
      void page.then(({ address }) => enter(address));
      show(page);
    });
  const local = (href: string) => {
    const { pathname, search, hash } = new URL(href, location.href);
    return { address: `${pathname}${search}`, hash };
  };
  return {
    push: (href: string) => {
      const { address, hash } = local(href);
      load(address, (reached) => history.pushState(null, "", reached + hash));
    },
    replace: (href: string) => {
      const { address, hash } = local(href);
      load(address, (reached) => history.replaceState(null, "", reached + hash));
    },
    refresh: () => load(addressNow(), () => undefined),
    back: () => history.back(),
    forward: () => history.forward(),
    prefetch: () => undefined,
    bfcacheId: "",
  };
}
