import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";

const root = repositoryRoot();
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"']+)["']/g;
const COMMON = ["config", "observability"];

/** What each folder may import of the project beside itself: the arrows of the architecture. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  contract: [],
  policy: ["contract"],
  config: ["package.json"],
  observability: ["config"],
  crypto: ["contract", ...COMMON],
  db: ["contract", ...COMMON],
  // The description of the API: made on the server, from the contract and the matrix of roles.
  openapi: ["contract", "policy", "config"],
  services: ["contract", "policy", "crypto", "db", ...COMMON],
  auth: ["contract", "policy", "services", "crypto", ...COMMON],
  http: ["contract", "policy", "openapi", "services", "auth", ...COMMON],
  components: ["contract", "policy"],
  app: ["contract", "policy", "openapi", "services", "auth", "http", "components", ...COMMON],
  // The commands of the product start everything, and nothing of what is for its developers.
  cli: [
    ...["contract", "policy", "openapi", "services", "auth", "http", "crypto", "db"],
    ...["package.json", "next.config.mjs", ...COMMON],
  ],
  // Tests of the whole see it from outside.
  e2e: ["contract", "openapi", "cli", "dev"],
};

/** Which areas may import a package. */
const ONLY: [string, RegExp, readonly string[]][] = [
  ["Prisma", /^@?prisma\/|\/generated\//, ["db", "services", "cli", "dev"]],
  ["next-auth", /^next-auth(\/|$)/, ["auth"]],
  ["bcryptjs", /^bcryptjs$/, ["crypto"]],
  ["zod-openapi", /^zod-openapi(\/|$)/, ["openapi"]],
  ["Next", /^next(\/|$)/, ["auth", "app", "components", "cli", "dev"]],
  ["React", /^react(-dom)?(\/|$)/, ["app", "components"]],
];
const READS_ENVIRONMENT = ["config", "cli", "dev", "e2e"];

/** `lib/services/users/get-user.ts` → `services`; `app/…` → `app`. */
function areaOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "lib" ? second : first;
}

function sources(): { path: string; text: string }[] {
  return ["app", "components", "lib", "e2e"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        posix.join(folder, name.replaceAll("\\", "/")),
      ),
    )
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/generated\//.test(path))
    .filter((path) => !path.startsWith("lib/dev/testing/"))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** The project's path behind an import, or null for a package. */
function targetOf(path: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return posix.join(posix.dirname(path), specifier);
  return null;
}

/** Every breach of the rules in a file, as lines that tell it. */
function breaches({ path, text }: { path: string; text: string }): string[] {
  const area = areaOf(path);
  const imported = [...text.matchAll(IMPORT)].map((match) => match[1] ?? "");
  const own = imported.flatMap((specifier) => targetOf(path, specifier) ?? []);
  const arrows = own.filter((target) => {
    const to = areaOf(target);
    return area !== "dev" && to !== area && !MAY_IMPORT[area]?.includes(to);
  });
  const endings = own.filter((target) => !/\.(?:tsx?|mjs|css|json)$/.test(target));
  const named = ONLY.filter(
    ([, pattern, areas]) => !areas.includes(area) && imported.some((name) => pattern.test(name)),
  ).map(([what]) => what);
  if (/\bprocess\.env\b/.test(text) && !READS_ENVIRONMENT.includes(area)) {
    named.push("the environment");
  }
  // Plain Node strips types, but knows no JSX.
  const unfit = path.startsWith("lib/") && [path, ...own].some((name) => name.endsWith(".tsx"));
  return [
    ...arrows.map((target) => `${path} may not import ${target}`),
    ...endings.map((target) => `${path} imports ${target} without its ending`),
    ...named.map((what) => `${path} may not name ${what}`),
    ...(unfit ? [`${path} needs JSX, which plain Node cannot run`] : []),
  ];
}

test("every import follows the architecture's arrows and has its ending", () => {
  const all = sources();
  expect(all.length).toBeGreaterThan(100);
  expect(all.flatMap(breaches)).toEqual([]);
});

test.each([
  ["lib/policy/can.ts", `import { x } from "#lib/services/actor.ts";`],
  ["lib/contract/users.ts", `import { x } from "../policy/can.ts";`],
  ["components/users/a.tsx", `const x = await import("#lib/db/database.ts");`],
  ["app/page.tsx", `import { x } from "#lib/crypto/proof.ts";`],
  ["lib/http/route.ts", `import { PrismaClient } from "@prisma/client";`],
  ["lib/services/actor.ts", `import { headers } from "next/headers";`],
  ["lib/auth/actor.ts", `const secret = process.env.NEXTAUTH_SECRET;`],
  ["lib/http/route.ts", `import { x } from "./respond";`],
  ["lib/http/route.ts", `const { NextResponse } = await import("next/server");`],
  ["lib/crypto/proof.ts", `export { getToken } from 'next-auth/jwt';`],
  ["lib/http/route.ts", `import bcrypt from "bcryptjs";`],
  ["components/users/a.tsx", `import type { Prisma } from "@prisma/client";`],
  ["lib/services/a.ts", `import { x } from "#lib/contract/a.tsx";`],
  ["lib/contract/users.ts", `import { createSchema } from "zod-openapi";`],
  ["components/docs/a.tsx", `import { apiDocument } from "#lib/openapi/document.ts";`],
  ["lib/cli/start.ts", `import { seedAccount } from "#lib/dev/testing/seed.ts";`],
  ["e2e/api/a.spec.ts", `import { x } from "#lib/services/actor.ts";`],
])("a breach in %s is found", (path, text) => {
  expect(breaches({ path, text })).toHaveLength(1);
});
