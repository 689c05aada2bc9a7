import { onTestFinished } from "vitest";
import { type NetBirdStub, startNetBird } from "./netbird/stub.ts";

/** A stub of a NetBird server until the end of the test. */
export async function netbirdServer(
  ...options: Parameters<typeof startNetBird>
): Promise<NetBirdStub> {
  const server = await startNetBird(...options);
  onTestFinished(() => server.stop());
  return server;
}
