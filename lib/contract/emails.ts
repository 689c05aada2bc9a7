import { lineError } from "./readable-text.ts";

/*
 * Email addresses by RFC 5322 (addr-spec) and RFC 6531, without comments and folding, which belong
 * to messages. Domains are compared in their ASCII form.
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

/** Splits at the last `@`: a quoted local part may contain others. */
function split(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf("@");
  return { local: address.slice(0, Math.max(at, 0)), domain: address.slice(at + 1) };
}

/**
 * A domain in lower case and in its ASCII form (UTS 46, as in browsers and Node's URL);
 * undefined if it has none.
 */
function asciiDomain(domain: string): string | undefined {
  if (isAscii(domain)) return domain.toLowerCase();
  if (!DOMAIN_CHARACTERS.test(domain)) return undefined;
  // Without the suffix a last label of digits would be parsed as an IP address.
  const suffix = ".invalid";
  const url = `http://${domain}${suffix}`;
  return URL.canParse(url) ? new URL(url).hostname.slice(0, -suffix.length) : undefined;
}

function localError(local: string): string | undefined {
  if (local === "") return "the part before the @ is empty";
  if (byteLength(local) > LOCAL_MAX_BYTES)
    return `the part before the @ is longer than ${LOCAL_MAX_BYTES} bytes`;
  if (local.startsWith('"')) {
    return QUOTED.test(local) ? undefined : "the quoted part before the @ is unclosed or not ASCII";
  }
  const atoms = local.split(".");
  if (atoms.includes("")) return "the part before the @ has a leading, trailing or double dot";
  if (atoms.every((atom) => ATOM.test(atom))) return undefined;
  const odd = [...local].find((character) => character !== "." && !ATOM.test(character));
  const shown = odd === " " ? "a space" : JSON.stringify(odd ?? "");
  return `the part before the @ contains ${shown}`;
}

function domainError(domain: string): string | undefined {
  if (domain === "") return "the domain is empty";
  if (domain.startsWith("[")) {
    const literal = domain.endsWith("]") ? domain.slice(1, -1) : "";
    return V4.test(literal) || V6.test(literal)
      ? undefined
      : "the brackets do not contain an IP address";
  }
  const ascii = asciiDomain(domain);
  if (ascii === undefined) return "the domain contains invalid characters";
  if (ascii.length > 253) return "the domain is longer than 253 characters";
  const labels = ascii.split(".");
  if (labels.includes("")) return "the domain has a leading, trailing or double dot";
  const wrong = labels.find((label) => !LABEL.test(label));
  if (wrong === undefined) return undefined;
  if (wrong.length > 63) return "a part of the domain is longer than 63 characters";
  return `${JSON.stringify(wrong)} is not a valid part of a domain`;
}

/** The reason why a string is not an email address, else undefined. */
export function emailError(address: string): string | undefined {
  if (!address.includes("@")) return "the @ is missing";
  const error = lineError(address);
  if (error !== undefined) return `it ${error}`;
  if (emailKeyOf(address).length > ADDRESS_MAX)
    return `it is longer than ${ADDRESS_MAX} characters`;
  const { local, domain } = split(address);
  return localError(local) ?? domainError(domain);
}

/** NetBird's message for an invalid email address; the entry of the field adds the reason. */
export const NO_EMAIL = "invalid email format";

/** The message for an invalid email address, with the reason, else undefined. */
export function emailRefusal(address: string): string | undefined {
  const error = emailError(address);
  return error === undefined ? undefined : `${NO_EMAIL}: ${error}`;
}

/**
 * The form in which an email address is compared: composed (NFC), in lower case, the domain in its
 * ASCII form. A string that is not an address is composed and in lower case only.
 */
export function emailKeyOf(address: string): string {
  const plain = address.normalize("NFC").toLowerCase();
  const { local, domain } = split(plain);
  const ascii = plain.includes("@") ? asciiDomain(domain) : undefined;
  return ascii === undefined ? plain : `${local}@${ascii}`;
}

/**
 * The key by which sign-in attempts with an email are counted. Cut after normalisation, so that
 * every spelling of an email has the same count and long ones cannot fill the memory.
 */
export const countedEmailOf = (email: string): string => emailKeyOf(email.trim()).slice(0, 255);
