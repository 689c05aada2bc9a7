import { expect, test } from "vitest";
import { rotateTokenBody } from "#lib/contract/tokens.ts";
import {
  endingText,
  FIRST_ENDING,
  LEAKED_ENDING,
  OVERLAPS,
  rotationOf,
} from "./rotation-ending.ts";

test("every end that the popup offers is one that the API takes, and is described", () => {
  for (const { seconds: overlap, label } of OVERLAPS) {
    for (const after of ["first_use", "now"] as const) {
      const body = rotationOf({ after, overlap });
      expect(body).toEqual({ activate: after, overlap_seconds: overlap });
      expect(rotateTokenBody.parse(body)).toEqual(body);
      expect(endingText({ after, overlap })).toContain(label);
    }
  }
});

test("a rotation begins as the API's own does", () => {
  expect(rotationOf(FIRST_ENDING)).toEqual(rotateTokenBody.parse({}));
});

test("the secret of a leaked token ends at once", () => {
  expect(rotationOf(LEAKED_ENDING)).toEqual({ activate: "now", overlap_seconds: 0 });
  expect(endingText(LEAKED_ENDING)).toBe("The old secret no longer works.");
});
