import { randomInt } from "node:crypto";
import { Agent, request } from "node:http";
import { newTokenText, readTokenText } from "#lib/crypto/token-text.ts";
import { guessAt } from "../testing/brute-force.ts";
import { percentile, say } from "./print.ts";
import type { BenchTeam } from "./team.ts";

const SECONDS = 5;
const GOOD_CONNECTIONS = 4;
const FLOOD_CONNECTIONS = 64;

type Send = () => {
  headers: Record<string, string>;
  method?: string;
  path?: string;
  body?: string;
};

/** Repeats requests on so many connections until the time is over; returns their times in ms. */
async function load(url: string, connections: number, send: Send): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const end = performance.now() + SECONDS * 1000;
  const times: number[] = [];
  const one = async () => {
    while (performance.now() < end) {
      const begun = performance.now();
      await once(agent, url, send());
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  agent.destroy();
  return times;
}

function once(agent: Agent, url: string, sent: ReturnType<Send>): Promise<void> {
  const { headers, method = "GET", path = "/api/users/current", body } = sent;
  return new Promise((resolve, reject) => {
    const made = request(`${url}${path}`, { agent, method, headers }, (response) => {
      response.resume().once("end", resolve);
    });
    made.once("error", reject).end(body);
  });
}

/** An address of its own for each request: limits count by network. */
const anyAddress = () =>
  [randomInt(1, 224), randomInt(256), randomInt(256), randomInt(256)].join(".");

/**
 * Measures the 99th percentile of requests with a good, warm token while others flood the server,
 * with requests that need bcrypt, and with cheap ones. The server must trust this machine's
 * X-Forwarded-For.
 */
export async function measureFloods({ url, token }: Pick<BenchTeam, "url" | "token">) {
  const publicId = readTokenText(token, "nbp_")?.publicId ?? "";
  const from = () => ({ "x-forwarded-for": anyAddress() });
  const authorized = (text: string) => ({ ...from(), authorization: `Token ${text}` });
  const good: Send = () => ({ headers: { authorization: `Token ${token}` } });
  const p99 = async (flood?: Send) => {
    const flooding = flood && load(url, FLOOD_CONNECTIONS, flood);
    const times = await load(url, GOOD_CONNECTIONS, good);
    const sent = (await flooding)?.length;
    return { p99: percentile(times, 0.99), sent };
  };
  const report = (name: string, found: Awaited<ReturnType<typeof p99>>, base: number) =>
    say(
      `${name}: p99 of good tokens ${found.p99.toFixed(1)} ms, ratio ${(found.p99 / base).toFixed(2)} ` +
        `(${((found.sent ?? 0) / SECONDS).toFixed(0)} requests/s of the flood)`,
    );
  await p99();
  const quiet = (await p99()).p99;
  say(`quiet: p99 of good tokens ${quiet.toFixed(1)} ms`);
  const wrong: Send = () => ({ headers: authorized(guessAt(publicId)) });
  report("wrong secrets for a known token", await p99(wrong), quiet);
  const same = (await p99(good)).p99;
  say(`64 connections with good tokens: p99 ${same.toFixed(1)} ms`);
  const cheap: [string, () => string][] = [
    ["random text", () => crypto.randomUUID()],
    ["unknown tokens", () => newTokenText("nbp_").text],
  ];
  for (const [name, text] of cheap) {
    report(name, await p99(() => ({ headers: authorized(text()) })), same);
  }
}
