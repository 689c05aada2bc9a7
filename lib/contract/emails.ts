import { lineError } from "./readable-text.ts";

/*
 * E-mail addresses as RFC 5322 (addr-spec) and RFC 6531 have them, without comments and folding,
 * which belong to messages and not to addresses. A domain is compared in its ASCII form.
 */

const ADDRESS_MAX = 254;
const LOCAL_MAX_BYTES = 64;

const ATOM = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+$/u;
const QUOTED = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const DOMAIN_CHARACTERS = /^(?:[\p{L}\p{N}\p{M}.\u3002\u00b7\u30fb-]|\p{Join_Control})+$/u;
const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const V6 = /^IPv6:[0-9a-f:.]{2,45}$/i;

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** A quoted local part may hold an `@`: the last one is the address's own. */
function split(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf("@");
  return { local: address.slice(0, Math.max(at, 0)), domain: address.slice(at + 1) };
}

/**
 * A domain in lower case and in its ASCII form (UTS 46, as browsers and Node's URL have it);
 * undefined where it has none.
 */
function asciiDomain(domain: string): string | undefined {
  if (isAscii(domain)) return domain.toLowerCase();
  if (!DOMAIN_CHARACTERS.test(domain)) return undefined;
  // The suffix keeps a last label of digits from being read as an IP address.
  const suffix = ".invalid";
  const url = `http://${domain}${suffix}`;
  return URL.canParse(url) ? new URL(url).hostname.slice(0, -suffix.length) : undefined;
}

function localError(local: string): string | undefined {
  if (local === "") return "nothing is before the @";
  if (byteLength(local) > LOCAL_MAX_BYTES)
    return `more than ${LOCAL_MAX_BYTES} bytes are before the @`;
  if (local.startsWith('"')) {
    return QUOTED.test(local)
      ? undefined
      : "the quotes before the @ are not closed or hold other than ASCII";
  }
  const atoms = local.split(".");
  if (atoms.includes("")) return "a dot before the @ is first, last or doubled";
  if (atoms.every((atom) => ATOM.test(atom))) return undefined;
  const odd = [...local].find((character) => character !== "." && !ATOM.test(character));
  return odd === " " ? "a blank is before the @" : `${JSON.stringify(odd ?? "")} is before the @`;
}

function domainError(domain: string): string | undefined {
  if (domain === "") return "nothing is after the @";
  if (domain.startsWith("[")) {
    const literal = domain.endsWith("]") ? domain.slice(1, -1) : "";
    return V4.test(literal) || V6.test(literal) ? undefined : "the brackets hold no IP address";
  }
  const ascii = asciiDomain(domain);
  if (ascii === undefined) return "the domain has characters that no domain has";
  if (ascii.length > 253) return "the domain has more than 253 characters";
  const labels = ascii.split(".");
  if (labels.includes("")) return "a dot of the domain is first, last or doubled";
  const wrong = labels.find((label) => !LABEL.test(label));
  if (wrong === undefined) return undefined;
  if (wrong.length > 63) return "a part of the domain has more than 63 characters";
  return `${JSON.stringify(wrong)} is no part of a domain`;
}

/** Why a text is no e-mail address, else undefined. */
export function emailError(address: string): string | undefined {
  if (!address.includes("@")) return "it has no @";
  const error = lineError(address);
  if (error !== undefined) return `it ${error}`;
  if (emailKeyOf(address).length > ADDRESS_MAX) return `it has more than ${ADDRESS_MAX} characters`;
  const { local, domain } = split(address);
  return localError(local) ?? domainError(domain);
}

/** NetBird's refusal of what is no e-mail address; the entry of the field has the reason too. */
export const NO_EMAIL = "invalid email format";

/** The refusal of a field that holds no e-mail address, with its reason, else undefined. */
export function emailRefusal(address: string): string | undefined {
  const error = emailError(address);
  return error === undefined ? undefined : `${NO_EMAIL}: ${error}`;
}

/**
 * An e-mail address as it is compared: composed, in lower case, the domain in its ASCII form. Of
 * what is no address the same without the last.
 */
export function emailKeyOf(address: string): string {
  const plain = address.normalize("NFC").toLowerCase();
  const { local, domain } = split(plain);
  const ascii = plain.includes("@") ? asciiDomain(domain) : undefined;
  return ascii === undefined ? plain : `${local}@${ascii}`;
}

/**
 * The compared form of an email that was typed to sign in, by which tries are counted: cut after
 * the comparison, so that every spelling of one email has one count and none fills the memory.
 */
export const countedEmailOf = (email: string): string => emailKeyOf(email.trim()).slice(0, 255);
