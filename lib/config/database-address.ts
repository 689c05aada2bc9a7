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

/** The path of a `file:` address as it is written; `file://localhost/…` is `file:///…` (RFC 8089). */
const rawPath = (url: string): string => url.replace(/^file:(\/\/(localhost(?=\/))?)?/i, "");

function fileError(url: string): string | undefined {
  if (!/^file:(\/\/)?(?!:)[^?#\0]+$/.test(url)) return WANTED;
  const path = decoded(rawPath(url));
  if (path === undefined) return "has a % that begins no percent-encoding; write it as %25";
  return /[?\0]/.test(path) ? "must not have a ? or a NUL character in its path" : undefined;
}

const MUST_BE_ENCODED = /[#/?@[\]\\\s]/;

/**
 * What in the user or password of an address must be percent-encoded. All before the last `@` is
 * meant as theirs, wherever a parser would end it. Never shows the password, only that character.
 */
function unencoded(url: string): string | undefined {
  const rest = url.replace(/^postgres(ql)?:\/\//, "");
  const [authority = ""] = rest.split(/[/?#]/);
  // With a user that is complete, or none at all, an @ may be in the query.
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

/** Why a text is no address of a database, as the end of a sentence, else undefined. */
export function databaseUrlError(url: string): string | undefined {
  if (url.startsWith("file:")) return fileError(url);
  if (!/^postgres(ql)?:\/\//.test(url)) return WANTED;
  return unencoded(url) ?? (URL.canParse(url) ? undefined : WANTED);
}

/** A `file:` address with its path decoded and absolute, as the rest of Roost reads it; others as they are. */
export function absoluteDatabaseUrl(url: string, root: string): string {
  if (!url.startsWith("file:")) return url;
  return `file:${resolve(root, decoded(rawPath(url)) ?? rawPath(url))}`;
}

/**
 * Refuses an address whose path was taken literally before percent-encodings were read, where the
 * database of then is there and that of now is not: an empty one would open in its place.
 */
export function assertSameDatabase(url: string, root: string): void {
  if (!url.startsWith("file:") || !url.includes("%")) return;
  const [then, now] = [resolve(root, rawPath(url)), absoluteDatabaseUrl(url, root).slice(5)];
  if (then === now || existsSync(now) || !existsSync(then)) return;
  throw new SettingsError([
    `DATABASE_URL now means ${now}, but the database is ${then}: move it there, or write each % of its name as %25`,
  ]);
}
