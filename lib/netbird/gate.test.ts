import { expect, test } from "vitest";
import { Gate } from "./gate.ts";
import { UpstreamFailure } from "./upstream-failure.ts";

const failing = (kind: "unreachable" | "timeout" | "aborted" | "not_json") => () =>
  Promise.reject(new UpstreamFailure(kind, kind));

async function outcome(asked: Promise<unknown>): Promise<string> {
  try {
    return String(await asked);
  } catch (error) {
    return error instanceof UpstreamFailure ? error.kind : "other";
  }
}

test("refuses for 5 s after five failed connections in a row, without sending", async () => {
  let now = 0;
  const gate = new Gate(10, () => now);
  for (let at = 0; at < 5; at += 1)
    expect(await outcome(gate.run(failing("timeout")))).toBe("timeout");
  expect(await outcome(gate.run(async () => "sent"))).toBe("down");
  expect(await outcome(gate.run(async () => "sent", { evenPaused: true }))).toBe("sent");
  for (let at = 0; at < 5; at += 1) await outcome(gate.run(failing("unreachable")));
  now = 4999;
  expect(await outcome(gate.run(async () => "sent"))).toBe("down");
  now = 5000;
  expect(await outcome(gate.run(failing("unreachable")))).toBe("unreachable");
  expect(await outcome(gate.run(async () => "sent"))).toBe("down");
});

test("answers and clients that leave are no failures of the connection", async () => {
  const gate = new Gate(10, () => 0);
  for (const kind of ["aborted", "not_json"] as const) {
    for (let at = 0; at < 9; at += 1) await outcome(gate.run(failing(kind)));
  }
  for (let at = 0; at < 4; at += 1) await outcome(gate.run(failing("timeout")));
  await outcome(gate.run(async () => "sent"));
  for (let at = 0; at < 4; at += 1) await outcome(gate.run(failing("timeout")));
  expect(await outcome(gate.run(async () => "sent"))).toBe("sent");
});

test("refuses what is more than may wait", async () => {
  const gate = new Gate(2);
  const { promise, resolve } = Promise.withResolvers<string>();
  const running = [gate.run(() => promise), gate.run(() => promise)];
  expect(await outcome(gate.run(async () => "sent"))).toBe("busy");
  resolve("done");
  await Promise.all(running);
  expect(await outcome(gate.run(async () => "sent"))).toBe("sent");
});
