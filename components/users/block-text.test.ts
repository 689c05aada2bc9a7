import { expect, test } from "vitest";
import { blockText, unblockText } from "./block-text.ts";

test.each([true, false])(
  "a block and its end say what becomes of access tokens (service user: %s)",
  (isServiceUser) => {
    expect(blockText({ isServiceUser })).toContain("access tokens get 403");
    expect(unblockText({ isServiceUser })).toContain("access tokens work again at once");
  },
);
