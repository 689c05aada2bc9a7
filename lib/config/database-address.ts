import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { SettingsError } from "./settings-error.ts";

/* DATABASE_URL: `file:<path>`, whose path may be percent-encoded, or `postgresql://…`. */

const WANTED = "must be file:<path> or postgresql://<user>@<host>/<database>";

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The undecoded path of a `file:` address; `file://localhost/…` is `file:///…` (RFC 8089). */
const rawPath = (url: string): string => url.replace(/^file:(\/\/(localhost(?=\/))?)?/i, "");

function fileError(url: string): string | undefined {
  if (!/^file:(\/\/)?(?!:)[^?#\0]+$/.test(url)) return WANTED;
  const path = decoded(rawPath(url));
  if (path === undefined) return "has a % that begins no percent-encoding; write it as %25";
  return /[?\0]/.test(path) ? "must not have a ? or a NUL character in its path" : undefined;
}

const MUST_BE_ENCODED = /[#/?@[\]\\\s]/;

/**
 * The character in an address's user or password that must be percent-encoded. Everything before
 * the last `@` is taken as user and password, wherever a parser would end them. Never shows the
 * password, only that character.
 */
function unencoded(url: string): string | undefined {
  const rest = url.replace(/^postgres(ql)?:\/\//, "");
  const [authority = ""] = rest.split(/[/?#]/);
  // With a complete user, or none, an @ may be in the query.
  const hasQuery = authority.includes("@") || !authority.includes(":");
  const [beforeQuery = ""] = hasQuery ? rest.split("?") : [rest];
  const at = beforeQuery.lastIndexOf("@");
  if (at === -1) return undefined;
  const given = beforeQuery.slice(0, at);
  const found = MUST_BE_ENCODED.exec(given)?.[0];
  if (found !== undefined) {
    const escaped = encodeURIComponent(found);
    const shown = /\s/.test(found) ? "a blank" : `the character ${found}`;
    return `has ${shown} in its user or password; write it as ${escaped}`;
  }
  return decoded(given) === undefined
    ? "has a % in its user or password that begins no percent-encoding; write it as %25"
    : undefined;
}

/** The error in a database address, as the end of a sentence; undefined if it is valid. */
export function databaseUrlError(url: string): string | undefined {
  if (url.startsWith("file:")) return fileError(url);
  if (!/^postgres(ql)?:\/\//.test(url)) return WANTED;
  return unencoded(url) ?? (URL.canParse(url) ? undefined : WANTED);
}

/** A `file:` address with a decoded, absolute path; other addresses unchanged. */
export function absoluteDatabaseUrl(url: string, root: string): string {
  if (!url.startsWith("file:")) return url;
  return `file:${resolve(root, decoded(rawPath(url)) ?? rawPath(url))}`;
}

/**
 * Refuses an address whose literal path has a database and whose decoded path has none: earlier
 * versions did not decode it, and an empty database would open in its place.
 */
export function assertSameDatabase(url: string, root: string): void {
  if (!url.startsWith("file:") || !url.includes("%")) return;
  const [then, now] = [resolve(root, rawPath(url)), absoluteDatabaseUrl(url, root).slice(5)];
  if (then === now || existsSync(now) || !existsSync(then)) return;
  throw new SettingsError([
    `DATABASE_URL now means ${now}, but the database is ${then}: move it there, or write each % of its name as %25`,
  ]);
}
