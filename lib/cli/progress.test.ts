import { expect, test, vi } from "vitest";
import { withProgress } from "./progress.ts";

test("without a terminal the progress is a line every 5 %, however large the parts are", async () => {
  const written: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.push(`${text}`);
    return true;
  });
  try {
    await withProgress("Copying", 1000, async (done) => {
      for (let at = 0; at < 300; at += 1) done(1);
      done(700);
    });
    await withProgress("Verifying", 0, async (done) => done(0));
  } finally {
    write.mockRestore();
  }
  expect(written).toEqual([
    "Copying: 0 of 1000\n",
    ...[50, 100, 150, 200, 250, 300].map((n) => `Copying: ${n} of 1000 (${n / 10} %)\n`),
    "Copying: 1000 of 1000 (100 %)\n",
    "Verifying: 0 of 0\n",
  ]);
});
