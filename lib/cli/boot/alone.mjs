/*
 * Lets one process at a time prepare a checkout. Each has an empty file in the root, whose name
 * identifies the process. A process creates its file first and then looks for others, so of two
 * processes at least one sees the other and backs off. Files of dead processes are ignored, and
 * names are never reused, so such files can be removed at any time.
 */
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { hostname } from "node:os";
import { fail, inRoot, root, say } from "./run.mjs";

const PREFIX = ".preparing";
const LOOK_EVERY_MS = 200;
const RENEW_EVERY_MS = 5_000;
/** A process of another machine or container is alive if it renews its file. */
const SILENT_MS = 60_000;
const HOST = encodeURIComponent(hostname());

/** Start time of a process, since IDs are reused. Undefined if it has ended. */
function startOf(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    // No /proc, or no such process.
    return error.code === "ENOENT" && isThere("/proc/self/stat") ? undefined : "unknown";
  }
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : fields[18];
}

const isThere = (path) => statSync(path, { throwIfNoEntry: false }) !== undefined;

const nameOf = (pid) => `${PREFIX}@${HOST}@${pid}@${startOf(pid) ?? "gone"}`;

function answersSignals(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Times at which files of other machines changed, by this process's clock. */
const seen = new Map();

function isRenewed(name) {
  const changed = statSync(inRoot(name), { throwIfNoEntry: false })?.mtimeMs;
  if (changed === undefined) return false;
  if (seen.get(name)?.changed !== changed) seen.set(name, { changed, at: performance.now() });
  return performance.now() - seen.get(name).at < SILENT_MS;
}

function isAlive(name) {
  const [, host, pid, start] = name.split("@");
  if (host !== HOST) return isRenewed(name);
  return answersSignals(Number(pid)) && startOf(Number(pid)) === start;
}

/** The files of other live processes. Removes those of dead ones. */
function others(own) {
  const names = readdirSync(root).filter((name) => name.startsWith(`${PREFIX}@`) && name !== own);
  const alive = names.filter(isAlive);
  for (const name of names) if (!alive.includes(name)) remove(name);
  return alive;
}

function remove(name) {
  rmSync(inRoot(name), { force: true });
}

function create(name) {
  try {
    closeSync(openSync(inRoot(name), "w"));
  } catch (error) {
    fail(`Nothing can be installed or built in ${root}: ${error.message}`);
  }
}

function holderOf(name) {
  const [, host, pid] = name.split("@");
  return host === HOST ? `process ${pid}` : `process ${pid} on ${decodeURIComponent(host)}`;
}

/** Waits until this process alone prepares the checkout, and reports the process it waits for. */
async function claim(own) {
  let hasSaid = false;
  for (;;) {
    let [other] = others(own);
    if (other === undefined) {
      create(own);
      [other] = others(own);
      if (other === undefined) return;
      remove(own);
    }
    if (!hasSaid) say(`Waiting for ${holderOf(other)}, which installs or builds here …`);
    hasSaid = true;
    // Two processes that back off together must not retry together.
    const pause = LOOK_EVERY_MS * (0.5 + Math.random());
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * Runs the work while no other process does such work here. `work` gets a function to register the
 * IDs of its child processes: one that outlives this process still holds the checkout.
 */
export async function alone(work) {
  const own = nameOf(process.pid);
  const names = new Set([own]);
  const removeAll = () => [...names].forEach(remove);
  process.on("exit", removeAll);
  await claim(own);
  const renewal = setInterval(() => {
    const now = new Date();
    for (const name of names) if (isThere(inRoot(name))) utimesSync(inRoot(name), now, now);
  }, RENEW_EVERY_MS);
  await work((pid) => {
    names.add(nameOf(pid));
    create(nameOf(pid));
  });
  clearInterval(renewal);
  removeAll();
  process.off("exit", removeAll);
}
