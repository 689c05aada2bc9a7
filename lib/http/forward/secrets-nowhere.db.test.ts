import { beforeEach, expect, test } from "vitest";
import { type NetBirdOperation, netbirdApi } from "#lib/contract/netbird-api.ts";
import { database } from "#lib/db/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { plantSecrets } from "#lib/dev/testing/netbird/objects.ts";
import { type Front, roostBeforeNetBird } from "#lib/dev/testing/netbird-front.ts";
import { readEveryTable } from "#lib/dev/testing/sample-rows.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { flushUses } from "#lib/services/usage/count-uses.ts";

let front: Front;
beforeEach(async () => {
  front = await roostBeforeNetBird();
});

const SECRET = "secret-of-netbird";
const SENT = "secret-of-client";
const name = ({ method, path }: NetBirdOperation) => `${method} ${path}`;
const pathOf = ({ path }: NetBirdOperation) => path.replaceAll(/\{[^}]+\}/g, "abc");

/** A body with a secret in each field that the table names. */
function bodyOf({ secretRequest = [] }: NetBirdOperation): object {
  const row = { secretResponse: secretRequest } as NetBirdOperation;
  return JSON.parse(JSON.stringify(plantSecrets(row, {})).replaceAll(SECRET, SENT));
}

/** Answers the operation as NetBird would, with its secrets. */
function answerWithSecrets(row: NetBirdOperation): () => void {
  const isList = row.secretResponse?.every((field) => field.startsWith("[]"));
  const body = JSON.stringify(plantSecrets(row, isList ? [{}] : {}));
  const headers = { "content-type": "application/json; charset=UTF-8" };
  return front.netbird.misbehave(
    { answer: { status: 200, headers, body } },
    ({ operation }) => operation === name(row),
  );
}

const withSecrets = netbirdApi.filter(
  (row) => row.forward === "yes" && (row.secretRequest ?? row.secretResponse),
);

test("secrets of requests and answers are in no log line and no row", async () => {
  const lines = captureLog();
  for (const row of withSecrets) {
    const stop = answerWithSecrets(row);
    const body = row.method === "GET" ? {} : { body: bodyOf(row) };
    const received = await front.send(row.method, pathOf(row), body);
    stop();
    expect(received.status, name(row)).toBe(200);
    if (row.secretResponse) expect(received.text, name(row)).toContain(SECRET);
  }
  await flushWrites();
  await flushUses();
  const rows = await readEveryTable(database(), front.databaseUrl);
  const text = `${lines.join("\n")}${JSON.stringify(rows)}`;
  expect(text).toContain(front.team.owner.id);
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain(SENT);
  expect(text).not.toContain(front.netbird.brokerToken);
});

test("a caller that only reads gets no secrets", async () => {
  for (const row of withSecrets.filter(({ method }) => method === "GET")) {
    const stop = answerWithSecrets(row);
    const received = await front.send("GET", pathOf(row), { token: front.team.reader.token });
    stop();
    expect(received.text, name(row)).not.toContain(SECRET);
    if (row.operation === "read") expect(received.status, name(row)).toBe(200);
  }
});
