import { existsSync, readFileSync } from "node:fs";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";

/** What the server, the API and the migrations import outside of what the framework bundles. */
const UNBUNDLED = [
  "@prisma/adapter-better-sqlite3",
  "@prisma/adapter-pg",
  "@prisma/client-runtime-utils",
  "@zxcvbn-ts/language-common",
  "bcryptjs",
  "cli-progress",
  "csv-stringify",
  "fastest-levenshtein",
  "jsonc-parser",
  "lru-cache",
  "next-auth",
  "undici",
  "zod",
  "zod-openapi",
];

/** The packages and all that they depend on. */
function withDependencies(names, found = new Set()) {
  for (const name of names) {
    const manifest = new URL(`node_modules/${name}/package.json`, import.meta.url);
    if (found.has(name) || !existsSync(manifest)) continue;
    found.add(name);
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, "utf8"));
    withDependencies(Object.keys(dependencies), found);
  }
  return [...found];
}

/** @type {(phase: string) => import("next").NextConfig} */
const config = (phase) => ({
  output: "standalone",
  compress: false,
  // `npm run typecheck` checks the types: it needs the development packages, a build does not.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // The title comes with its page: streamed after it, it is gone while a page refreshes.
  htmlLimitedBots: /.*/,
  images: { unoptimized: true },
  // The framework's development mode writes nothing into the checkout and looks for no updates.
  agentRules: false,
  experimental: phase === PHASE_DEVELOPMENT_SERVER ? { agentUpgrade: false } : {},
  outputFileTracingIncludes: {
    "/**": [
      "./lib/**/*",
      "./prisma/**/*",
      "./package.json",
      "./node_modules/@prisma/client/runtime/client.mjs",
      ...withDependencies(UNBUNDLED).map(
        // `.node`: the SQLite driver's native part, which no bundled page imports.
        (name) => `./node_modules/${name}/**/*.{js,mjs,cjs,json,wasm,node}`,
      ),
    ],
  },
  outputFileTracingExcludes: {
    "/**": [
      "./data/**/*",
      "./docs/**/*",
      "./e2e/**/*",
      "./lib/dev/**/*",
      "./lib/**/*.test.ts",
      "./*.md",
      "./*.tsbuildinfo",
      "./node_modules/sharp/**/*",
      "./node_modules/@img/**/*",
    ],
  },
});

export default config;
