import { expect, test } from "vitest";
import { withoutNewSettings } from "./postgresql-restore.ts";

const SETTING = "SET transaction_timeout = 0;\n";
const START = `--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n${SETTING}`;

async function* pieces(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([1, 7, 4096, 1_000_000])(
  "a dump in chunks of %i bytes loses only the setting that an older server refuses",
  async (size) => {
    const rows = `COPY public."User" FROM stdin;\n${"Jürgen\t名前\n".repeat(2000)}${SETTING}`;
    const out: Buffer[] = [];
    for await (const piece of withoutNewSettings(pieces(START + rows, size))) out.push(piece);
    expect(Buffer.concat(out).toString()).toBe(START.replace(SETTING, "") + rows);
  },
);
