import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import autocannon from "autocannon";
import { say } from "./print.ts";
import { startBenchTeam } from "./team.ts";

const SECONDS = 10;
const WIDTH = 1200;
const ROW = 18;
const LETTER = 6.6;
/** Narrower frames are left out. */
const MIN_WIDTH = 2;

type Profile = {
  nodes: { id: number; callFrame: Frame; children?: number[] }[];
  samples: number[];
  timeDeltas: number[];
  startTime: number;
  endTime: number;
};
type Frame = { functionName: string; url: string };

/** A function with its callees: the time in it and below it, in microseconds. */
type Stack = { name: string; own: boolean; total: number; callees: Map<string, Stack> };

/**
 * Draws where the CPU time of warm requests goes, as a flame graph: callers below their callees, as
 * wide as their share. Functions of Roost have another colour than those of packages and Node.
 */
export async function drawFlameGraph(folder: string, path: string, target: string): Promise<void> {
  const team = await startBenchTeam("SQLite", {
    DATABASE_URL: `file:${join(folder, "flames", "roost.db")}`,
    NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}`,
  });
  const headers = { authorization: `Token ${team.token}` };
  await autocannon({ url: `${team.url}${target}`, connections: 16, duration: SECONDS, headers });
  await team.stop();
  const profiles = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
  const texts = profiles.map((name) => readFileSync(join(folder, name), "utf8"));
  // The server's is the longest: the others are those of the migration and of workers.
  const longest = texts.sort((a, b) => b.length - a.length)[0] ?? "";
  const stack = stackOf(JSON.parse(longest));
  writeFileSync(path, svg(stack, `GET ${target} with a warm token`));
  say(`The flame graph is in ${path}.`);
}

/** Time of each node in the last seconds of a profile, in which it served requests. */
function timesOf({ samples, timeDeltas, startTime, endTime }: Profile): Map<number, number> {
  const times = new Map<number, number>();
  let now = startTime;
  samples.forEach((id, at) => {
    const delta = timeDeltas[at] ?? 0;
    now += delta;
    if (now >= endTime - SECONDS * 1e6) times.set(id, (times.get(id) ?? 0) + delta);
  });
  return times;
}

const NOT_WORK = /^\((idle|program)\)$/;

function stackOf(profile: Profile): Stack {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const times = timesOf(profile);
  const root: Stack = { name: "requests", own: false, total: 0, callees: new Map() };
  const add = (id: number, caller: Stack): number => {
    const node = byId.get(id);
    if (node === undefined || NOT_WORK.test(node.callFrame.functionName)) return 0;
    const name = nameOf(node.callFrame);
    const own = node.callFrame.url.includes("/lib/");
    const found = caller.callees.get(name) ?? { name, own, total: 0, callees: new Map() };
    caller.callees.set(name, found);
    const below = (node.children ?? []).reduce((sum, child) => sum + add(child, found), 0);
    const total = (times.get(id) ?? 0) + below;
    found.total += total;
    return total;
  };
  for (const child of byId.get(1)?.children ?? []) root.total += add(child, root);
  return root;
}

function nameOf({ functionName, url }: Frame): string {
  const file = url.split("/").at(-1) ?? "";
  return `${functionName || "(anonymous)"}${file === "" ? "" : ` ${file}`}`;
}

function svg(root: Stack, title: string): string {
  const frames: string[] = [];
  let deepest = 0;
  const draw = (stack: Stack, x: number, depth: number) => {
    const width = (stack.total / root.total) * WIDTH;
    if (width < MIN_WIDTH) return;
    deepest = Math.max(deepest, depth);
    frames.push(frameOf(stack, { x, width, depth, share: stack.total / root.total }));
    let left = x;
    for (const callee of stack.callees.values()) {
      draw(callee, left, depth + 1);
      left += (callee.total / root.total) * WIDTH;
    }
  };
  draw(root, 0, 0);
  const height = (deepest + 2) * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 ${-height + ROW} ${WIDTH} ${height}" font-family="monospace" font-size="11">`,
    `<title>${escaped(title)}</title>`,
    ...frames,
    "</svg>",
    "",
  ].join("\n");
}

type Place = { x: number; width: number; depth: number; share: number };

function frameOf({ name, own }: Stack, { x, width, depth, share }: Place): string {
  const y = -depth * ROW;
  const letters = Math.floor((width - 4) / LETTER);
  const label = letters < 3 ? "" : escaped(name.slice(0, letters));
  const at = `x="${x.toFixed(1)}" y="${y}"`;
  return [
    `<g><title>${escaped(name)} ${(share * 100).toFixed(1)} %</title>`,
    `<rect ${at} width="${width.toFixed(1)}" height="${ROW - 1}" fill="${own ? "#5eb5ac" : "#d6d3d1"}"/>`,
    `<text x="${(x + 2).toFixed(1)}" y="${y + 12}">${label}</text></g>`,
  ].join("");
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign);
