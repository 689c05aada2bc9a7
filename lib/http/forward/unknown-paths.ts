import { LRUCache } from "lru-cache";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { withoutTokens } from "#lib/observability/logger.ts";

/** A path that neither Roost nor NetBird's API has, as clients asked for it. */
export type UnknownPath = { method: string; path: string; count: number; lastAt: Date };

const MOST = 100;
const PATH_MAX = 200;
/** IDs of NetBird and others: they would make a new path of each object. */
const LOOKS_LIKE_ID = /^(?=[^/]*\d)[\w.~+=-]{12,}$/;

const paths = () =>
  globalSingleton("netbird-unknown-paths", () => new LRUCache<string, UnknownPath>({ max: MOST }));

const shown = (pathname: string): string =>
  withoutTokens(pathname)
    .slice(0, PATH_MAX)
    .split("/")
    .map((segment) => (LOOKS_LIKE_ID.test(segment) ? "{id}" : segment))
    .join("/");

/** Counts a refused request to an unknown path, for a newer NetBird whose paths Roost lacks. */
export function noteUnknownPath(method: string, pathname: string, lastAt = new Date()): void {
  const path = shown(pathname);
  const key = `${method} ${path}`;
  const count = (paths().get(key)?.count ?? 0) + 1;
  paths().set(key, { method, path, count, lastAt });
}

/** The latest unknown paths that this process was asked for, at most 100, latest first. */
export const unknownPaths = (): UnknownPath[] => [...paths().values()];
