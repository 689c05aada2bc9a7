import { beforeEach, expect, test } from "vitest";
import { forgetPasswordChecks } from "#lib/auth/attempts.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { database } from "#lib/db/database.ts";
import { type ApiResponse, callApi } from "#lib/dev/testing/api.ts";
import { placesOf, put } from "#lib/dev/testing/body-places.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { newAddress } from "#lib/dev/testing/invites.ts";
import {
  ODD_BODIES,
  ODD_HEADERS,
  ODD_STRINGS,
  ODD_VALUES,
} from "#lib/dev/testing/malformed-requests.ts";
import { pathOf, SAMPLES, type Sample } from "#lib/dev/testing/requests.ts";
import { readEveryTable } from "#lib/dev/testing/sample-rows.ts";
import { markTokensUsed, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

let url: string;
let team: Team;
/** A request changed something: the next test starts with a fresh database. */
let isSpoilt = true;
beforeEach(async () => {
  if (!isSpoilt) return;
  isSpoilt = false;
  useTestSettings();
  ({ url } = await freshDatabase());
  team = await seedTeam({ tokensManageAccount: true });
  await markTokensUsed();
});

const IDS = Object.keys(operations) as OperationId[];
const operationOf = (id: OperationId): Operation => operations[id];
/**
 * Every table except the use counts and addresses, which every call changes, and the events of
 * wrong passwords, which each refusal of one adds. What is written shortly after a response is
 * written before.
 */
async function everything() {
  await flushWrites();
  const all = await readEveryTable(database(), url);
  const { TokenUse: _, DailyUse: __, TokenAddress: ___, UseWriter: ____, ...tables } = all;
  const isOwn = ({ activityCode }: Record<string, unknown>) =>
    activityCode !== "user.password.change.failed";
  const events = tables.AuditEvent?.filter(isOwn) ?? [];
  const ids = new Set(events.map(({ id }) => String(id)));
  const terms = tables.EventTerm?.filter(({ eventId }) => ids.has(String(eventId)));
  return { ...tables, AuditEvent: events, EventTerm: terms };
}

/** A malformed request: how it differs from the sample. */
type Odd = {
  what: string;
  params?: Record<string, string>;
  query?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};

async function send(id: OperationId, sample: Sample, odd: Odd): Promise<ApiResponse> {
  const { method, path } = operationOf(id);
  const address = pathOf(path, { ...sample.params, ...odd.params });
  const body = odd.body ?? sample.body;
  const userId = sample.params.userId ?? "";
  forgetPasswordChecks({ userId, credential: { kind: "token", id: "" } });
  return callApi(method, `${address}${odd.query ?? ""}`, {
    token: sample.token ?? team.owner.token,
    headers: { "x-roost-client-address": newAddress(), ...odd.headers },
    ...(body === undefined || method === "GET" ? {} : { body }),
  });
}

const successOf = (id: OperationId) => operationOf(id).status ?? 200;

/** Refusals because of the current state, not of a field. */
const OF_STATE =
  /is not pending approval|self deletion|invalid (invite|reset) token|invite (has expired|is void)|updating group all|only change their own password/;

function expectWellBehaved(id: OperationId, what: string, { status, body, headers }: ApiResponse) {
  const label = `${id}, ${what.slice(0, 100)}: ${status} ${JSON.stringify(body).slice(0, 300)}`;
  if (status === successOf(id)) {
    const { file, response } = operationOf(id);
    if (!file) expect(response.safeParse(body).error, label).toBeUndefined();
    return;
  }
  expect(status, label).toBeGreaterThanOrEqual(400);
  expect(status, label).toBeLessThan(500);
  expect(headers.get("content-type"), label).toBe("application/json");
  expect(body, label).toMatchObject({ message: expect.stringMatching(/./), code: status });
  expect(body.request_id, label).toMatch(/./);
  if (status !== 422 || OF_STATE.test(body.message)) return;
  expect(body.errors?.length, label).toBeGreaterThan(0);
  for (const error of body.errors) expect(error.message, label).not.toBe("");
}

/**
 * Sends all requests, then one of each kind of refusal again and checks that together they changed
 * nothing. A request that succeeds uses up its sample.
 */
async function tryAll(id: OperationId, odds: Odd[]): Promise<void> {
  const refused = new Map<string, Odd>();
  let sample = await SAMPLES[id](team);
  for (const odd of odds) {
    const answer = await send(id, sample, odd);
    expectWellBehaved(id, odd.what, answer);
    const { status, body } = answer;
    const isDone = status === successOf(id);
    if (!isDone) refused.set(`${status} ${body.message}`, odd);
    if (!isDone || operationOf(id).method === "GET") continue;
    isSpoilt = true;
    sample = await SAMPLES[id](team);
  }
  await markTokensUsed();
  const before = await everything();
  for (const odd of refused.values()) {
    const { status } = await send(id, sample, odd);
    expect(status, `${id}, ${odd.what}, once more`).not.toBe(200);
  }
  expect(await everything(), id).toEqual(before);
}

/** Enough for the many switches of an account, which share one schema. */
const NO_SWITCHES = ['"true"', "1", "null", "[]", "{}", ODD_VALUES.at(-1) ?? ""];

const WITH_BODY = IDS.filter((id) => operationOf(id).body !== null);
const WITH_PARAMS = IDS.filter((id) => operationOf(id).path.includes("{"));
const WITH_QUERY = IDS.filter((id) => Object.keys(operationOf(id).query.shape).length > 0);

test.each(WITH_BODY)("%s with a malformed value in any field of its body", async (id) => {
  const { body: schema } = operationOf(id);
  const { body } = await SAMPLES[id](team);
  const places = schema === null ? [] : placesOf(schema);
  expect(places.length).toBeGreaterThan(0);
  await tryAll(
    id,
    places.flatMap(({ keys, isSwitch }) =>
      (isSwitch ? NO_SWITCHES : ODD_VALUES).map((json) => ({
        what: `${keys.join(".")} = ${json}`,
        body: put(body, keys, json),
      })),
    ),
  );
});

test.each(WITH_BODY)("%s with an invalid body, duplicate keys or unknown keys", async (id) => {
  const { body = {} } = await SAMPLES[id](team);
  const text = JSON.stringify(body).slice(1);
  const keys = Object.keys(body);
  await tryAll(id, [
    ...ODD_BODIES.map((odd) => ({ what: `body ${String(odd).slice(0, 60)}`, body: odd })),
    ...keys.flatMap((key) =>
      ["null", "1", '"owner"'].map((json) => ({
        what: `${key} twice, once ${json}`,
        body: `{"${key.toUpperCase()}":${json},"${key}":${json},${text}`,
      })),
    ),
    ...["__proto__", "constructor", "toString", "\\u0000", ""].map((key) => ({
      what: `unknown key ${key}`,
      body: `{"${key}":{"role":"owner","isServiceUser":true},${text}`,
    })),
  ]);
});

test.each(WITH_PARAMS)("%s with a malformed value in its path", async (id) => {
  const names = Object.keys(operationOf(id).params.shape);
  expect(names.length).toBeGreaterThan(0);
  const odd = ODD_STRINGS.filter((text) => text !== "");
  await tryAll(
    id,
    names.flatMap((name) =>
      [...odd, "a/b", "..%2f", "nbi_", `nbi_${"0".repeat(36)}`].map((value) => ({
        what: `${name} = ${value}`,
        params: { [name]: value },
      })),
    ),
  );
});

test.each(WITH_QUERY)("%s with a malformed value in its query", async (id) => {
  const names = Object.keys(operationOf(id).query.shape);
  const odd = ODD_STRINGS.map((text) => encodeURIComponent(text));
  await tryAll(id, [
    ...names.flatMap((name) =>
      [...odd, "%ff", "%", "+", "%ed%a0%80"].map((value) => ({
        what: `${name}=${value}`,
        query: `?${name}=${value}`,
      })),
    ),
    {
      what: "as lists",
      query: `?${names.map((name) => `${name}[]=1`).join("&")}`,
    },
    {
      what: "each twice",
      query: `?${names.flatMap((name) => [`${name}=`, `${name}=1`]).join("&")}`,
    },
    { what: "unknown names", query: "?__proto__=1&constructor=1&=&&=a&%00=%00" },
  ]);
});

/** One operation of each way through the pipeline, which reads the headers. */
const WAYS = [
  "instance.status",
  "users.list",
  "users.create",
  "groups.delete",
  "invites.accept",
] as const satisfies OperationId[];

test.each(WAYS)("%s with malformed headers", async (id) => {
  const odds = Object.entries(ODD_HEADERS).flatMap(([name, values]) =>
    values.map((value) => ({ what: `${name}: ${value}`, headers: { [name]: value } })),
  );
  await tryAll(id, odds);
});
