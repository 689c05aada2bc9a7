/* Watches the npm process that started this one. */
import { readFileSync, readlinkSync, realpathSync } from "node:fs";
import { basename } from "node:path";

const LOOK_EVERY_MS = 1000;

/** The parent of a process; undefined without /proc or such a process. */
function parentOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

function isNpm(pid) {
  try {
    return readlinkSync(`/proc/${pid}/exe`) === realpathSync(process.env.npm_node_execpath ?? "");
  } catch {
    return false;
  }
}

/**
 * The processes that must be alive: this process's parent and, if that is a shell started by npm,
 * the shell's parent, which is npm itself.
 */
function starters() {
  const parent = process.ppid;
  const above = isNpm(parent) ? undefined : parentOf(parent);
  return { parent, above: above !== undefined && isNpm(above) ? above : undefined };
}

/**
 * Calls `gone` once when npm or its shell has ended. A process whose parent ends gets another one,
 * so no other process can be mistaken for the first. Watches only if npm itself runs this script:
 * a shell may end and leave it running.
 */
export function watchStarter(gone) {
  const script = basename(process.argv[1] ?? "");
  if (!process.env.npm_lifecycle_script?.includes(script)) return;
  const { parent, above } = starters();
  const timer = setInterval(() => {
    const isThere = process.ppid === parent && (above === undefined || parentOf(parent) === above);
    if (isThere) return;
    clearInterval(timer);
    gone();
  }, LOOK_EVERY_MS);
  timer.unref();
}
