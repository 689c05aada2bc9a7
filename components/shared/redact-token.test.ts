import { expect, test } from "vitest";
import { fingerprintIn, namesInvite, namesLink, redactToken } from "./redact-token.ts";

const TOKEN = "nbp_AbCdEfGhIjklmnopqrstuvwxyz0123456789";
const RESET = "nbr_AbCdEfGhIjklmnopqrstuvwxyz0123456789";
const INVITE = "nbi_AbCdEfGhIjklmnopqrstuvwxyz0123456789";

test.each([
  ["alone", TOKEN],
  ["with blanks around it", `  ${TOKEN}\t `],
  ["in double quotes", `"${TOKEN}"`],
  ["in single quotes and blanks", ` '${TOKEN}' `],
  ["in backticks", `\`${TOKEN}\``],
  ["as a header", `Authorization: Token ${TOKEN}`],
  ["as a variable", `export NB_PAT="${TOKEN}";`],
  ["twice", `${TOKEN} ${TOKEN}`],
  ["beside an invite", `${INVITE} ${TOKEN}`],
  ["without its last character", TOKEN.slice(0, -1)],
  ["one character longer than its fingerprint", TOKEN.slice(0, 15)],
  ["with more behind it", `${TOKEN}abc`],
  ["wrapped after its fingerprint", `${TOKEN.slice(0, 14)} ${TOKEN.slice(14)}`],
  [
    "wrapped within its fingerprint",
    `${TOKEN.slice(0, 9)}\n  ${TOKEN.slice(9, 30)}\u200b${TOKEN.slice(30)}`,
  ],
])("a token %s is reduced to its fingerprint", (_, text) => {
  expect(redactToken(text)).toBe("nbp_AbCdEfGhIj");
});

test.each([
  INVITE,
  ` "${INVITE}" `,
  `https://roost.example.test/invite/${INVITE}`,
  INVITE.slice(0, -1),
])("an invite in %j is reduced to its prefix", (text) => {
  const cut = redactToken(text);
  expect(cut).toContain("nbi_…");
  expect(cut).not.toMatch(/AbCd|6789/);
  expect([namesInvite(cut), namesLink(cut)]).toEqual([true, true]);
});

test.each([RESET, `https://roost.example.test/reset/${RESET}`, RESET.slice(0, -1)])(
  "of a reset in %j nothing is left but that it was one",
  (text) => {
    const cut = redactToken(text);
    expect(cut).toContain("nbr_…");
    expect(cut).not.toMatch(/AbCd|6789/);
    expect([namesInvite(cut), namesLink(cut)]).toEqual([false, true]);
  },
);

test.each(["", "ci-deploy 3", "nbp_", "nbp_AbCdEfGhIj", "nbp_AbCdEfGhIj…", "nbp backup tokens"])(
  "%j stays as it is",
  (text) => {
    expect(redactToken(text)).toBe(text);
    expect(redactToken(redactToken(text))).toBe(text);
  },
);

test("finds a fingerprint with surrounding text, and nothing shorter", () => {
  expect(fingerprintIn("nbp_AbCdEfGhIj…")).toBe("nbp_AbCdEfGhIj");
  expect(fingerprintIn('"nbp_AbCdEfGhIj"')).toBe("nbp_AbCdEfGhIj");
  expect(fingerprintIn("nbp_AbCdEfGhI")).toBeNull();
});
