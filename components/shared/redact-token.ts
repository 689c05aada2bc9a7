const FINGERPRINT = /nbp_[0-9A-Za-z]{10}/;
/** More than the fingerprint, be it a whole token or only most of one. */
const BEYOND_FINGERPRINT = /nbp_[0-9A-Za-z]{11,}/;
/** A whole one as a narrow terminal or a document wraps it. */
const WRAPPED = /nbp_(?:[\s\u00ad\u200b-\u200d\u2060\ufeff]*[0-9A-Za-z]){36}/;
/** Invites and password resets. */
const LINK_TOKEN = /(nb[ir]_)[0-9A-Za-z]+/g;

/**
 * The text without what must stay secret: of a token, with whatever was copied around it, only its
 * fingerprint is left, of an invite or a reset only that it was one. Any other text comes back as it is.
 */
export function redactToken(text: string): string {
  const wrapped = WRAPPED.exec(text);
  if (wrapped) return fingerprintIn(wrapped[0].replace(/[^\w]/g, "")) ?? "";
  if (BEYOND_FINGERPRINT.test(text)) return fingerprintIn(text) ?? "";
  return text.replace(LINK_TOKEN, "$1…");
}

/** The fingerprint that stands in a text, or null. */
export function fingerprintIn(text: string): string | null {
  return FINGERPRINT.exec(text)?.[0] ?? null;
}

/** Whether a text had an invite in it, or begins to. */
export const namesInvite = (text: string): boolean => text.includes("nbi_");

/** Whether a text had the token of an invite or of a password reset in it, or begins to. */
export const namesLink = (text: string): boolean => namesInvite(text) || text.includes("nbr_");
