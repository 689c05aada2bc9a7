import { expect, test } from "vitest";
import { apiDocument } from "./document.ts";
import { type Media, outcomesOf, type Schema } from "./document-types.ts";

const document = apiDocument();

/** Fields in no example: most appear only in some state or exclude another field. */
const WITHOUT_EXAMPLE = [
  ...["InventoryToken", "OwnToken", "tokens.revoke.tokens"].flatMap((place) =>
    ["disabled", "disabled_at", "disabled_reason", "secrets"].map((field) => `${place}.${field}`),
  ),
  "Account.settings.dashboard_features",
  "CreatedUser.password",
  // Of service users, who have no own user here.
  ...["CurrentUser.contact", "CurrentUser.description"],
  "ErrorResponse.errors",
  "ErrorResponse.required_proof",
  "ErrorResponse.required_scope",
  "ErrorResponse.resource_id",
  "InstanceStatus.setup_code_required",
  "PersonalAccessTokenRequest.expires_at",
  "PersonalAccessTokenRotation.expires_in",
  "Readiness.netbird",
  "ScopeCheck.uncertain",
  "ScopeCheck.unknown_operations",
  "SetupRequest.setup_code",
  "TokenAdvice.no_advice",
  "TokenAdvice.unknown_operations",
  ...["TokenRevocation", "tokens.revocations.start"].flatMap((place) =>
    ["all", "last_used_from", "used_from", "user_id"].map((field) => `${place}.filter.${field}`),
  ),
  ...["InventoryToken", "OwnToken", "PersonalAccessToken", "tokens.revoke.tokens"].map(
    (place) => `${place}.limits`,
  ),
  "PersonalAccessTokenRequest.limits",
  "UserCreateRequest.email",
  "tokens.revocations.start.dry_run",
  "tokens.revoke.filter",
  "tokens.revoke.with_created",
];
/** Its example changes one setting only. */
const PARTIAL = "accounts.update.";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Adds to `found` the places of the schema's fields and whether an example has them. */
function compare(schema: Schema, examples: unknown[], place: string, found: Map<string, boolean>) {
  const name = schema.$ref?.split("/").at(-1);
  const target = document.components.schemas[name ?? ""];
  if (name !== undefined && target) return compare(target, examples, name, found);
  if (schema.items) compare(schema.items, examples.flat(), place, found);
  for (const part of schema.anyOf ?? []) compare(part, examples, place, found);
  const objects = examples.filter(isObject);
  if (objects.length === 0) return;
  for (const [field, inner] of Object.entries(schema.properties ?? {})) {
    const values = objects.flatMap((object) => (field in object ? [object[field]] : []));
    const at = `${place}.${field}`;
    found.set(at, values.length > 0 || found.get(at) === true);
    compare(inner, values, at, found);
  }
}

/** Every JSON body and answer, with its operation. */
function mediaOf(): [string, Media][] {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const errors = Object.values(document.components.responses);
  return [
    ...operations.flatMap(({ operationId, requestBody, responses }) =>
      [requestBody, outcomesOf({ responses }).done].flatMap((part): [string, Media][] =>
        part && "content" in part
          ? Object.values(part.content).map((media) => [operationId, media])
          : [],
      ),
    ),
    ...errors.flatMap(({ content }) =>
      Object.values(content).map((media): [string, Media] => ["error", media]),
    ),
  ];
}

test("every field of a body or answer is in an example", () => {
  const found = new Map<string, boolean>();
  for (const [id, { schema, example }] of mediaOf()) compare(schema, [example], id, found);
  expect(found.size).toBeGreaterThan(200);
  const missing = [...found].flatMap(([place, isShown]) =>
    isShown || place.startsWith(PARTIAL) ? [] : [place],
  );
  expect(missing.sort()).toEqual(WITHOUT_EXAMPLE.sort());
});
