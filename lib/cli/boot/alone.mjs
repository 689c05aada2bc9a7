/*
 * One process at a time prepares a checkout. Each that does has an empty file in the root whose
 * name says who it is. A process creates its file first and then looks for others', so of two
 * at least one sees the other and steps back. The file of a process that is gone counts for
 * nothing, and no name is ever used twice, so it can be removed at any time.
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
/** A process of another machine, or container, is known only by the renewal of its file. */
const SILENT_MS = 60_000;
const HOST = encodeURIComponent(hostname());

/** When a process started, as IDs are reused. Undefined if it is gone. */
function startOf(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    // The system has no /proc, or there is no such process.
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

/** When the files of other machines were seen to change, by this process's own clock. */
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

/** The files of other processes that live. Those of the dead are removed. */
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

/** Waits until this process alone prepares the checkout, and says for whom it waits. */
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
    // Two that step back together must not retry together.
    const pause = LOOK_EVERY_MS * (0.5 + Math.random());
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * Does the work while no other process does such work here. `work` gets a function for the IDs
 * of the programs that it starts: one that outlives this process still counts as working.
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
