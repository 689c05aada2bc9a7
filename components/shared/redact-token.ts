const FINGERPRINT = /nbp_[0-9A-Za-z]{10}/;
/** A complete token, or more of it than the fingerprint. */
const BEYOND_FINGERPRINT = /nbp_[0-9A-Za-z]{11,}/;
/** A complete token that a terminal or document wrapped. */
const WRAPPED = /nbp_(?:[\s\u00ad\u200b-\u200d\u2060\ufeff]*[0-9A-Za-z]){36}/;
/** Invites and password resets. */
const LINK_TOKEN = /(nb[ir]_)[0-9A-Za-z]+/g;

/**
 * The text without secrets: a token is reduced to its fingerprint, with everything copied around it
 * removed; an invite or reset to its prefix. Other texts are returned unchanged.
 */
export function redactToken(text: string): string {
  const wrapped = WRAPPED.exec(text);
  if (wrapped) return fingerprintIn(wrapped[0].replace(/[^\w]/g, "")) ?? "";
  if (BEYOND_FINGERPRINT.test(text)) return fingerprintIn(text) ?? "";
  return text.replace(LINK_TOKEN, "$1…");
}

/** The fingerprint in a text, or null. */
export function fingerprintIn(text: string): string | null {
  return FINGERPRINT.exec(text)?.[0] ?? null;
}

/** Whether a text contains an invite, or the beginning of one. */
export const namesInvite = (text: string): boolean => text.includes("nbi_");

/** Whether a text contains the token of an invite or reset, or the beginning of one. */
export const namesLink = (text: string): boolean => namesInvite(text) || text.includes("nbr_");
