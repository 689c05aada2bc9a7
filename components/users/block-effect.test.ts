import { expect, test } from "vitest";
import { blockEffect, unblockEffect } from "./block-effect.ts";

test.each([true, false])(
  "blocking and unblocking state the effect on access tokens (service user: %s)",
  (isServiceUser) => {
    expect(blockEffect({ isServiceUser })).toContain("access tokens get 403");
    expect(unblockEffect({ isServiceUser })).toContain("access tokens work again immediately");
  },
);
