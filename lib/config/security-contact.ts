import { z } from "zod";

const VISIBLE = /^[\x21-\x7e]{1,2000}$/;

function isContact(text: string): boolean {
  if (!VISIBLE.test(text) || !URL.canParse(text)) return false;
  const { protocol, pathname, username, password } = new URL(text);
  if (protocol === "mailto:") return /^[^@,]+@[^@,]+$/.test(pathname);
  return protocol === "https:" && `${username}${password}` === "";
}

/** The address for reports of vulnerabilities (RFC 9116 2.5.3). */
export const securityContact = z
  .string()
  .refine(isContact, "must be one mailto: or https:// address")
  .optional();
