import type { IsCommon } from "../contract/password-rule.ts";

let loading: Promise<IsCommon> | undefined;

/**
 * Looks passwords up among some 50 000 common ones (zxcvbn-ts, MIT), in lower case. The list is
 * loaded with the first call: 200 kB gzipped, so pages never import it at once.
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
