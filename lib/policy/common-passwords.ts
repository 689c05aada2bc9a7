import type { IsCommon } from "../contract/password-rule.ts";

let loading: Promise<IsCommon> | undefined;

/**
 * Loads a lookup of about 50 000 common passwords in lower case (zxcvbn-ts, MIT). Lazy: the list
 * is 200 kB gzipped, so pages must not import it statically.
 */
export function commonPasswords(): Promise<IsCommon> {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<IsCommon> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  const list = new Set(dictionary["passwords-common"]);
  return (password) => list.has(password);
}
