import { spawnSync } from "node:child_process";
import { fail, inRoot } from "./run.mjs";

/** undici 8, which forwards to NetBird, needs it. */
const OLDEST_NODE = [22, 19];

function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** The pinned Node, else the machine's if it is new enough. */
export function findNode() {
  const pinned = inRoot("node_modules/node/bin/node");
  const asked = spawnSync(pinned, ["--version"], { encoding: "utf8" });
  if (asked.status === 0 && isNewEnough(asked.stdout)) return pinned;
  if (isNewEnough(process.version)) return process.execPath;
  return fail(
    `Roost needs Node ${OLDEST_NODE.join(".")} or newer. This is ${process.version}, and npm did not install ` +
      "the package node here. Install a newer Node, or, where npm blocks install scripts, allow " +
      "this one: npm rebuild node --ignore-scripts=false",
  );
}
