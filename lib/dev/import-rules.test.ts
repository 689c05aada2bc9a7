import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import manifest from "../../package.json" with { type: "json" };

const root = repositoryRoot();
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"']+)["']/g;
const COMMON = ["config", "observability"];

/** The folders that each folder may import from besides itself: the arrows of the architecture. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  contract: [],
  policy: ["contract"],
  config: ["package.json"],
  observability: ["config"],
  crypto: ["contract", ...COMMON],
  db: ["contract", ...COMMON],
  // The client of the NetBird server behind Roost: no database.
  netbird: ["contract", ...COMMON],
  // The API description: generated on the server from the contract and the matrix of roles.
  openapi: ["contract", "policy", "config"],
  services: ["contract", "policy", "crypto", "db", "netbird", ...COMMON],
  auth: ["contract", "policy", "services", "crypto", ...COMMON],
  http: ["contract", "policy", "openapi", "services", "auth", "netbird", ...COMMON],
  components: ["contract", "policy"],
  app: ["contract", "policy", "openapi", "services", "auth", "http", "components", ...COMMON],
  // The commands of the product start everything, but import nothing for developers.
  cli: [
    ...["contract", "policy", "openapi", "services", "auth", "http", "crypto", "db", "netbird"],
    ...["package.json", "next.config.mjs", ...COMMON],
  ],
  // End-to-end tests use the product from outside.
  e2e: ["contract", "openapi", "cli", "dev"],
};

const BELOW = ["ui", "shared", "list"];
const FEATURES = [
  ...["activity", "auth", "docs", "groups", "invites", "overview", "passwords", "settings"],
  ...["tokens", "users"],
];

/** The folders that each folder of components/ may import from. */
const COMPONENTS_MAY_IMPORT: Record<string, readonly string[]> = {
  // Primitives that know nothing of Roost's objects.
  ui: [],
  shared: ["ui"],
  list: ["ui", "shared"],
  "access-review": [...BELOW, "users"],
  activity: BELOW,
  auth: [...BELOW, "passwords"],
  docs: BELOW,
  groups: BELOW,
  invites: [...BELOW, "groups", "users"],
  netbird: BELOW,
  overview: BELOW,
  passwords: BELOW,
  "protected-services": [...BELOW, "groups"],
  settings: [...BELOW, "tokens"],
  tokens: BELOW,
  users: [...BELOW, "activity", "groups", "passwords", "tokens"],
  // The frame of all pages knows the pages.
  shell: [...BELOW, ...FEATURES],
};

/** The areas that may import a package. */
const ONLY: [string, RegExp, readonly string[]][] = [
  ["Prisma", /^@?prisma\/|\/generated\//, ["db", "services", "cli", "dev"]],
  ["next-auth", /^next-auth(\/|$)/, ["auth"]],
  ["bcryptjs", /^bcryptjs$/, ["crypto"]],
  ["undici", /^undici(\/|$)/, ["netbird", "dev"]],
  ["zod-openapi", /^zod-openapi(\/|$)/, ["openapi"]],
  ["Next", /^next(\/|$)/, ["auth", "app", "components", "cli", "dev"]],
  ["React", /^react(-dom)?(\/|$)/, ["app", "components", "dev"]],
];
/** The only file of the product that may import a package. */
const ONLY_IN: [string, string][] = [
  // Each connection gets its schema there.
  ["@prisma/adapter-pg", "lib/db/postgresql-connection.ts"],
];
/** What a production install leaves out. */
const DEVELOPMENT = Object.keys(manifest.devDependencies);
const NOT_THE_PRODUCT = ["dev", "e2e"];
const READS_ENVIRONMENT = ["config", "cli", "dev", "e2e"];

/** `lib/services/users/get-user.ts` → `services`; `app/…` → `app`; what tests of pages share → `dev`. */
function areaOf(path: string): string {
  if (path.startsWith("app/testing/")) return "dev";
  const [first = "", second = ""] = path.split("/");
  return first === "lib" ? second : first;
}

type Source = { path: string; text: string };

function sources(): Source[] {
  return ["app", "components", "lib", "e2e"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        posix.join(folder, name.replaceAll("\\", "/")),
      ),
    )
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/generated\//.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** The project path of an import, or null for a package. */
function targetOf(path: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return posix.join(posix.dirname(path), specifier);
  return null;
}

/** A file's imports from the project, including types and dynamic imports. */
function importsOf({ path, text }: Source): string[] {
  return specifiersIn(text).flatMap((specifier) => targetOf(path, specifier) ?? []);
}

const specifiersIn = (text: string) => [...text.matchAll(IMPORT)].map((match) => match[1] ?? "");

/** Whether the layers allow a file at `path` to import `target`. */
function isAllowed(path: string, target: string): boolean {
  const [area, to] = [areaOf(path), areaOf(target)];
  if (area === "dev") return true;
  if (area !== to) return MAY_IMPORT[area]?.includes(to) === true;
  if (area !== "components") return true;
  const [folder = "", other = ""] = [path, target].map((file) => file.split("/")[1] ?? "");
  return folder === other || COMPONENTS_MAY_IMPORT[folder]?.includes(other) === true;
}

/** The violations of the rules in a file, one line each. */
function breaches({ path, text }: Source): string[] {
  const area = areaOf(path);
  const imported = specifiersIn(text);
  const own = importsOf({ path, text });
  const arrows = own.filter((target) => !isAllowed(path, target));
  const endings = own.filter((target) => !/\.(?:tsx?|mjs|css|json)$/.test(target));
  const named = ONLY.filter(
    ([, pattern, areas]) => !areas.includes(area) && imported.some((name) => pattern.test(name)),
  ).map(([what]) => what);
  const elsewhere = ONLY_IN.filter(([name, only]) => path !== only && imported.includes(name));
  named.push(...elsewhere.map(([name]) => name));
  if (/\bprocess\.env\b/.test(text) && !READS_ENVIRONMENT.includes(area)) {
    named.push("the environment");
  }
  const left = NOT_THE_PRODUCT.includes(area)
    ? []
    : DEVELOPMENT.filter((name) => imported.some((text) => `${text}/`.startsWith(`${name}/`)));
  // Node strips types, but does not support JSX.
  const unfit = path.startsWith("lib/") && [path, ...own].some((name) => name.endsWith(".tsx"));
  return [
    ...arrows.map((target) => `${path} may not import ${target}`),
    ...endings.map((target) => `${path} imports ${target} without its extension`),
    ...named.map((what) => `${path} may not name ${what}`),
    ...left.map((name) => `${path} needs ${name}, which only development has`),
    ...(unfit ? [`${path} needs JSX, which plain Node cannot run`] : []),
  ];
}

/** The import cycles among these files, each as a list of files. */
function circles(files: readonly Source[]): string[] {
  const imports = new Map(files.map((file) => [file.path, importsOf(file)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(" → "));
    if (start >= 0 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return found;
}

test("every import follows the arrows of the architecture and has a file extension", () => {
  const all = sources().filter(({ path }) => !path.startsWith("lib/dev/testing/"));
  expect(all.length).toBeGreaterThan(100);
  expect(all.flatMap(breaches)).toEqual([]);
});

test("no import cycles, not even of types", () => {
  expect(circles(sources())).toEqual([]);
});

test.each([
  [
    ["a.ts", `import type { B } from "./b.ts";`],
    ["b.ts", `export { a } from "./a.ts";`],
  ],
  [["a.ts", `import "./a.ts";`]],
  [
    ["a.ts", `import { b } from "./b.ts";`],
    ["b.ts", `const c = await import("#app/c.ts");`],
    ["c.ts", `import { a } from "#app/a.ts";`],
  ],
])("finds the cycle through %j once", (...files) => {
  const named = files.map(([name, text]) => ({ path: `app/${name}`, text: text ?? "" }));
  expect(circles(named)).toHaveLength(1);
});

test("a shared import is not a cycle", () => {
  const shared = `import { c } from "./c.ts";`;
  const [a, b, c] = ["a", "b", "c"].map((name) => `components/list/${name}.ts`);
  expect(
    circles([
      { path: a ?? "", text: `${shared} import { b } from "./b.ts";` },
      { path: b ?? "", text: shared },
      { path: c ?? "", text: "" },
    ]),
  ).toEqual([]);
});

test("every folder of components/ has a layer", () => {
  const inside = sources().flatMap(({ path }) => /^components\/([^/]+)/.exec(path)?.[1] ?? []);
  const folders = [...new Set(inside)];
  expect(Object.keys(COMPONENTS_MAY_IMPORT).toSorted()).toEqual(folders.toSorted());
});

test.each([
  ["lib/policy/can.ts", `import { x } from "#lib/services/context.ts";`],
  ["lib/contract/users.ts", `import { x } from "../policy/can.ts";`],
  ["components/users/a.tsx", `const x = await import("#lib/db/database.ts");`],
  ["app/page.tsx", `import { x } from "#lib/crypto/verification-cache.ts";`],
  ["lib/http/route.ts", `import { PrismaClient } from "@prisma/client";`],
  ["lib/services/context.ts", `import { headers } from "next/headers";`],
  ["lib/auth/actor.ts", `const secret = process.env.NEXTAUTH_SECRET;`],
  ["lib/http/route.ts", `import { x } from "./respond";`],
  ["lib/http/route.ts", `const { NextResponse } = await import("next/server");`],
  ["lib/crypto/proof.ts", `export { getToken } from 'next-auth/jwt';`],
  ["lib/http/route.ts", `import bcrypt from "bcryptjs";`],
  ["lib/http/route.ts", `import type { Pool } from "undici";`],
  ["lib/netbird/ask.ts", `import { database } from "#lib/db/database.ts";`],
  ["components/users/a.tsx", `import type { Prisma } from "@prisma/client";`],
  ["lib/services/a.ts", `import { x } from "#lib/contract/a.tsx";`],
  ["lib/contract/users.ts", `import { createSchema } from "zod-openapi";`],
  ["components/docs/a.tsx", `import { apiDocument } from "#lib/openapi/document.ts";`],
  ["lib/cli/start.ts", `import { seedAccount } from "#lib/dev/testing/seed.ts";`],
  ["e2e/api/a.spec.ts", `import { x } from "#lib/services/context.ts";`],
  ["lib/db/a.ts", `import type { SchemaEngine } from "@prisma/schema-engine-wasm";`],
  ["lib/cli/a.ts", `await import("@prisma/schema-engine-wasm/schema_engine_bg");`],
  ["lib/db/a.ts", `import { PrismaPg } from "@prisma/adapter-pg";`],
  ["components/ui/a.tsx", `import { sentence } from "#components/shared/sentence.ts";`],
  ["components/shared/a.ts", `import { x } from "../list/pager.tsx";`],
  ["components/list/a.ts", `import type { X } from "#components/tokens/token-state.ts";`],
  ["components/tokens/a.tsx", `import { UserRow } from "../users/user-row.tsx";`],
  ["components/users/a.tsx", `import { Shell } from "#components/shell/shell.tsx";`],
])("finds the violation in %s", (path, text) => {
  expect(breaches({ path, text })).toHaveLength(1);
});
