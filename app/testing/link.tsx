import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime.js";
import type { LinkProps } from "next/link";
import { type ComponentProps, type MouseEvent, use } from "react";

type Props = Omit<ComponentProps<"a">, keyof LinkProps> & LinkProps;

const isPlain = ({ button, metaKey, ctrlKey, shiftKey, altKey, defaultPrevented }: MouseEvent) =>
  button === 0 && !(metaKey || ctrlKey || shiftKey || altKey || defaultPrevented);

/**
 * In place of Next's own link, which dispatches to a router that only Next starts: a plain click goes
 * to the router of the context.
 */
export default function Link({ href, prefetch: _, replace, scroll: _scroll, ...props }: Props) {
  const router = use(AppRouterContext);
  const path = String(href);
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    props.onClick?.(event);
    if (!isPlain(event) || props.target === "_blank") return;
    event.preventDefault();
    if (replace) router?.replace(path);
    else router?.push(path);
  };
  return <a {...props} href={path} onClick={onClick} />;
}

/** No visit of a link is under way for long enough to be shown. */
export const useLinkStatus = () => ({ pending: false });
