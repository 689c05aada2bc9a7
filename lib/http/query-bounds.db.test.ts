import { beforeAll, expect, test } from "vitest";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { pathOf, SAMPLES } from "#lib/dev/testing/requests.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { apiDocument } from "#lib/openapi/document.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

type Described = {
  type?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  enum?: string[];
  format?: string;
  pattern?: string;
};
type Parameter = { name: string; in: string; schema: Described };

/** Parameters that another parameter requires beside it. */
const WITH: Record<string, Record<string, string>> = {
  expiring_within_days: { state: "expiring" },
  unused_for_days: { state: "unused" },
  target_token_id: { target_id: "someone" },
};

/** Parameters with a syntax of their own, so that no length alone makes them valid. */
const OWN_FORM = new Set(["cursor", "activity_code", "scope", "scopes"]);

/** The values at each documented bound, and just beyond. */
function bounds(schema: Described): { good: string[]; bad: string[] } {
  const { type, minimum, maximum, minLength, maxLength } = schema;
  if (schema.enum) return { good: schema.enum, bad: ["other"] };
  if (type === "integer") {
    return {
      good: [minimum, maximum].map(String),
      bad: [Number(minimum) - 1, Number(maximum) + 1, 1.5, "ten", ""].map(String),
    };
  }
  if (type === "boolean") return { good: ["true", "false"], bad: ["maybe", "2"] };
  if (schema.format === "date-time") {
    return {
      good: ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00+02:00"],
      bad: ["now", "2026-01-31", ""],
    };
  }
  if (schema.pattern) return { good: ["nbp_0123456789"], bad: ["nbp_", "?"] };
  const most = Number(maxLength);
  return {
    good: ["x".repeat(most), ...(minLength ? ["x".repeat(minLength)] : [])],
    bad: ["x".repeat(most + 1), "a\0", ...(minLength ? [""] : [])],
  };
}

const CASES = (Object.keys(operations) as OperationId[]).flatMap((id) => {
  const { path, method } = operations[id];
  const described = apiDocument().paths[path]?.[method.toLowerCase() as "get"];
  const parameters = (described?.parameters ?? []) as unknown as Parameter[];
  return parameters
    .filter((parameter) => parameter.in === "query")
    .map((parameter): [OperationId, string, Described] => [id, parameter.name, parameter.schema]);
});

test("every query parameter is documented with its type and its bounds", () => {
  const described = new Set(CASES.map(([id, name]) => `${id} ${name}`));
  for (const [id, { query }] of Object.entries(operations)) {
    for (const name of Object.keys(query.shape)) expect(described).toContain(`${id} ${name}`);
  }
  for (const [id, name, schema] of CASES) {
    const isBound =
      schema.enum ?? schema.format ?? schema.pattern ?? schema.maximum ?? schema.maxLength;
    expect([id, name, schema.type === "boolean" || isBound !== undefined]).toEqual([
      id,
      name,
      true,
    ]);
    if (/days|page_size/.test(name)) expect([id, name, schema.type]).toEqual([id, name, "integer"]);
  }
});

test.each(CASES)(
  "%s: %s accepts its documented bounds and refuses values just beyond",
  async (id, name, schema) => {
    const { method, path } = operations[id];
    const { params } = await SAMPLES[id](team);
    const call = async (value: string) => {
      const query = new URLSearchParams({ ...WITH[name], [name]: value });
      const { status, body } = await callApi(method, `${pathOf(path, params)}?${query}`, {
        token: team.owner.token,
      });
      const isRefused = status === 422 && body.errors?.[0]?.path === name;
      return [value.slice(0, 40), value.length, isRefused];
    };
    const { good, bad } = bounds(schema);
    for (const value of OWN_FORM.has(name) ? [] : good) {
      expect(await call(value)).toEqual([value.slice(0, 40), value.length, false]);
    }
    for (const value of bad) {
      expect(await call(value)).toEqual([value.slice(0, 40), value.length, true]);
    }
  },
);

test("every operation documents the request handler's errors, and every body its coding and size", () => {
  for (const [id, { path, method, body }] of Object.entries(operations)) {
    const described = apiDocument().paths[path]?.[method.toLowerCase() as "get"];
    const statuses = Object.keys(described?.responses ?? {});
    expect([id, statuses]).toEqual([
      id,
      expect.arrayContaining(["400", "414", "431", "500", "503"]),
    ]);
    if (body) expect([id, statuses]).toEqual([id, expect.arrayContaining(["413", "415", "422"])]);
  }
});
