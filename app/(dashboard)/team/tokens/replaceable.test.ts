import { expect, test } from "vitest";
import { ROLES } from "#lib/contract/fields.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { replaceable } from "./replaceable.ts";

const tokenOf = (userId: string, isServiceUser: boolean) =>
  ({ id: `of-${userId}`, userId, isServiceUser }) as InventoryView;
const TOKENS = [tokenOf("me", false), tokenOf("colleague", false), tokenOf("machine", true)];
const me = { userId: "me", isServiceUser: false, managesAccount: true };

test("owners and admins may replace their own tokens and those of service users, not those of other users", () => {
  for (const role of ROLES) {
    const whole = role === "owner" || role === "admin";
    expect(replaceable({ ...me, role, personalTokens: true }, TOKENS), role).toEqual(
      whole ? ["of-me", "of-machine"] : ["of-me"],
    );
  }
});

test("where people have no tokens of their own there is nothing of theirs to replace", () => {
  const off = { ...me, personalTokens: false } as const;
  expect(replaceable({ ...off, role: "admin" }, TOKENS)).toEqual(["of-machine"]);
  expect(replaceable({ ...off, role: "user" }, TOKENS)).toEqual([]);
});
