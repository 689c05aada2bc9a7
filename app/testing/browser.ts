import { configure } from "@testing-library/dom";
import { afterEach, expect } from "vitest";
import { apiFetch, endCalls } from "./api-fetch.ts";
import { classConflicts } from "./class-conflicts.ts";
import { closePage } from "./open-page.tsx";

/* What a browser has and jsdom lacks. Nothing has a size here: tests of layout run in a browser. */

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}

Object.assign(globalThis, {
  fetch: apiFetch,
  ResizeObserver: Observer,
  IntersectionObserver: Observer,
  requestIdleCallback: (then: () => void) => setTimeout(then),
  cancelIdleCallback: clearTimeout,
  matchMedia: () => Object.assign(new EventTarget(), { matches: false }),
  scrollTo() {},
});
Object.assign(Element.prototype, {
  scrollIntoView() {},
  hasPointerCapture: () => false,
  setPointerCapture() {},
  releasePointerCapture() {},
});

// React warns of an element that the browser does not know: here <search>.
Object.defineProperty(HTMLUnknownElement.prototype, Symbol.toStringTag, {
  get(this: Element) {
    return this.localName === "search" ? "HTMLElement" : "HTMLUnknownElement";
  },
});

// A busy machine is slow; no test waits for this long on purpose.
configure({ asyncUtilTimeout: 10_000, getElementError: (message) => new Error(message ?? "") });

afterEach(async () => {
  const conflicts = classConflicts();
  await closePage();
  endCalls();
  localStorage.clear();
  expect(conflicts, "no utility class contradicts another of its element").toEqual([]);
});
