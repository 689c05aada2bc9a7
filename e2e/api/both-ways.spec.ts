import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { Answer, BothWays } from "#lib/dev/testing/both-ways.ts";

/** Ours has no chunks, and compresses as the client asks; the framework varies by its page data. */
const OF_THE_TRANSFER = ["content-length", "transfer-encoding", "vary"];
const OF_THE_MOMENT = ["date", "x-request-id"];

/** What differs from one request to the next. */
const GENERATED: [RegExp, string][] = [
  [/\bnb[pir]_[0-9A-Za-z]{10}([0-9A-Za-z]{26})?/g, "<token>"],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<uuid>"],
  [/\b[0-9a-v]{20}\b/g, "<id>"],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>"],
  [/"password":"[^"]+"/g, "<password>"],
  [/invited-\d+@example\.test/gi, "<email>"],
  [/\b[0-9a-f]{8}@example\.test/g, "<email>"],
  [/(person|machine) [0-9a-f]{8}/g, "<name>"],
  // The calls so far, and how many the limit leaves.
  [/"(total|count)":\d+/g, "<count>"],
  [/;[rt]=\d+/g, "<left>"],
];

const masked = (text: string) =>
  GENERATED.reduce((rest, [pattern, name]) => rest.replace(pattern, name), text);

function comparable({ status, headers, text }: Answer) {
  const ignored = [...OF_THE_TRANSFER, ...OF_THE_MOMENT];
  const kept = Object.entries(headers).filter(([name]) => !ignored.includes(name));
  return {
    status,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, masked(value)])),
    text: masked(text),
  };
}

async function allAnswers(): Promise<BothWays[]> {
  const folder = await mkdtemp(join(tmpdir(), "roost-both-ways-"));
  const { stdout } = await promisify(execFile)(process.execPath, ["lib/dev/testing/both-ways.ts"], {
    cwd: join(import.meta.dirname, "../.."),
    maxBuffer: 32 * 1024 * 1024,
    env: {
      NODE_ENV: "production",
      ...{ PATH: process.env.PATH, HOME: process.env.HOME },
      DATABASE_URL: `file:${join(folder, "roost.db")}`,
      ...{ LOG_LEVEL: "silent", TRUSTED_PROXIES: "127.0.0.1", NB_SETUP_PAT_ENABLED: "true" },
      ...{ ROOST_SETUP_CODE: "ABCDEFGHJK234567892345", PASSWORD_BCRYPT_COST: "10" },
    },
  });
  await rm(folder, { recursive: true });
  return JSON.parse(stdout.split("\n").at(-1) ?? "");
}

const NEED_A_SESSION = Object.values<Operation>(operations).filter(
  ({ sessionOnly }) => sessionOnly === "always",
).length;

test("every operation is answered alike through the web framework and through the dispatch", async () => {
  const answers = await allAnswers();
  for (const { name, framework, dispatch } of answers) {
    expect.soft(comparable(framework), name).toEqual(comparable(dispatch));
  }
  const statuses = (what: string) =>
    answers.filter(({ name }) => name.endsWith(what)).map(({ dispatch }) => dispatch.status);
  // An existing user has accepted, so there is nothing to send again: 412.
  // Some need a session, which these requests do not have: 403.
  expect(new Set(statuses(" allowed"))).toEqual(new Set([200, 202, 403, 412]));
  expect(statuses(" allowed").filter((status) => status === 403)).toHaveLength(NEED_A_SESSION);
  expect(statuses(" allowed").filter((status) => status === 412)).toHaveLength(1);
  expect(new Set(statuses(" refused"))).toEqual(new Set([401, 405]));
});
