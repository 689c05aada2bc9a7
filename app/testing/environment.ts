import { builtinEnvironments, type Environment } from "vitest/runtime";
import { HOST } from "./visitor.ts";

const { jsdom } = builtinEnvironments;

/** What events and nodes of the DOM are checked against; all else that Node has stays Node's. */
const OF_THE_DOM = /Event|DOMException|Navigator/;

/** A DOM around code that is loaded as Node loads it: the server's part of a page runs here too. */
export default {
  ...jsdom,
  viteEnvironment: "ssr",
  async setup(global, options) {
    const own = Object.entries(Object.getOwnPropertyDescriptors(global));
    const environment = await jsdom.setup(global, { ...options, jsdom: { url: `http://${HOST}` } });
    for (const [name, descriptor] of own) {
      // jsdom brings the classes of another realm, which Node's own functions refuse.
      if (typeof descriptor.value === "function" && !OF_THE_DOM.test(name)) {
        Object.defineProperty(global, name, descriptor);
      }
    }
    return environment;
  },
} satisfies Environment;
