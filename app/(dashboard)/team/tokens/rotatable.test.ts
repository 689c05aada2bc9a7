import { expect, test } from "vitest";
import { ROLES } from "#lib/contract/fields.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { rotatable } from "./rotatable.ts";

const tokenOf = (userId: string, isServiceUser: boolean) =>
  ({ id: `of-${userId}`, userId, isServiceUser }) as InventoryView;
const TOKENS = [tokenOf("me", false), tokenOf("colleague", false), tokenOf("machine", true)];
const me = {
  userId: "me",
  isServiceUser: false,
  inSession: true,
  recentProof: true,
  managesAccount: true,
  scopes: null,
  networks: null,
};

test("owners and admins may rotate their own tokens and those of service users, not those of other users", () => {
  for (const role of ROLES) {
    const whole = role === "owner" || role === "admin";
    expect(rotatable({ ...me, role, personalTokens: true }, TOKENS), role).toEqual(
      whole ? ["of-me", "of-machine"] : ["of-me"],
    );
  }
});

test("offers no rotation of personal tokens where those are off", () => {
  const off = { ...me, personalTokens: false } as const;
  expect(rotatable({ ...off, role: "admin" }, TOKENS)).toEqual(["of-machine"]);
  expect(rotatable({ ...off, role: "user" }, TOKENS)).toEqual([]);
});
