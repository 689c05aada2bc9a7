import { cloneElement, createElement, Fragment, isValidElement, type ReactNode } from "react";

import DashboardLayout from "../(dashboard)/layout.tsx";

type PageModule = {
  default: (props: {
    params: Promise<Record<string, string>>;
    searchParams: Promise<Record<string, string>>;
  }) => ReactNode | Promise<ReactNode>;
};

const modules = import.meta.glob<PageModule>("../?dashboard?/**/page.tsx");

/** The pages by their addresses, literal segments before parameters as in Next. */
const pages = Object.entries(modules)
  .map(([file, load]) => {
    const path = file.replace(/^\.\.\/\(dashboard\)|\/page\.tsx$/g, "");
    return { load, pattern: new RegExp(`^${path.replace(/\[(\w+)\]/g, "(?<$1>[^/]+)") || "/"}$`) };
  })
  .sort((a, b) => a.pattern.source.split("(").length - b.pattern.source.split("(").length);

/**
 * The page of an address as Next's server would render it, its server components resolved. Follows
 * redirects; returns the address where they end.
 */
export async function pageTree(address: string): Promise<{ address: string; tree: ReactNode }> {
  const { pathname, searchParams } = new URL(address, "http://any");
  const page = pages.find(({ pattern }) => pattern.test(pathname));
  if (page === undefined) throw new Error(`no page at ${pathname}`);
  const { default: Page } = await page.load();
  const params = Promise.resolve({ ...page.pattern.exec(pathname)?.groups });
  const search = Promise.resolve(Object.fromEntries(searchParams));
  try {
    const tree = await resolved(await Page({ params, searchParams: search }));
    // The layout stays from page to page, and so does its state.
    const children = createElement(Fragment, { key: pathname }, tree);
    return { address, tree: await resolved(await DashboardLayout({ children })) };
  } catch (error) {
    const target = redirectTarget(error);
    if (target === undefined) throw error;
    return pageTree(target);
  }
}

/** Where a redirect of Next leads, or undefined for another error. */
function redirectTarget(error: unknown): string | undefined {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
  return /^NEXT_REDIRECT;\w+;(.+);\d+;$/.exec(digest)?.[1];
}

type AsyncComponent = (props: object) => Promise<ReactNode>;

const isAsync = (type: unknown): type is AsyncComponent =>
  typeof type === "function" && type.constructor.name === "AsyncFunction";

/** A tree with its async components called, also those among the props. */
async function resolved(node: ReactNode): Promise<ReactNode> {
  if (Array.isArray(node)) return Promise.all(node.map(resolved));
  if (!isValidElement<Record<string, unknown>>(node)) return node;
  if (isAsync(node.type)) return resolved(await node.type(node.props));
  const { children, ...props } = node.props;
  const changes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props)) {
    if (isNode(value)) changes[name] = await resolved(value);
  }
  if (!isNode(children)) return cloneElement(node, changes);
  const inside = await resolved(children);
  // One by one, as JSX passes them: React expects keys in an array.
  return cloneElement(node, changes, ...(Array.isArray(inside) ? inside : [inside]));
}

const isNode = (value: unknown): value is ReactNode =>
  isValidElement(value) || (Array.isArray(value) && value.some(isNode));
