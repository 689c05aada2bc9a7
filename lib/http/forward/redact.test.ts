import { expect, test } from "vitest";
import { forwardedRows } from "#lib/contract/netbird-objects.ts";
import { redacted } from "./redact.ts";

/** An answer with a secret at this place of the table. */
function planted(place: string): unknown {
  const [first = "", ...rest] = place.split(".");
  const inner = rest.length === 0 ? "hunter2" : planted(rest.join("."));
  const value = first.endsWith("[]") ? [inner] : inner;
  const name = first.replace("[]", "");
  return name === "" ? value : { [name]: value, kept: 1 };
}

test("every secret of the table's reads is null, wherever it is", () => {
  const rows = forwardedRows.filter(
    ({ method, secretResponse }) => method === "GET" && secretResponse,
  );
  expect(rows.length).toBeGreaterThan(5);
  for (const { path, secretResponse = [] } of rows) {
    for (const place of secretResponse) {
      const text = JSON.stringify({ deeper: [planted(place)] });
      expect(text, path).toContain("hunter2");
      expect(redacted(text, secretResponse), path).not.toContain("hunter2");
      expect(redacted(text, secretResponse)).toContain('"kept":1');
    }
  }
});

test("the spelling of a name makes no difference, and a whole object becomes null", () => {
  const text = '{"Auth_Token":"a","auth_token":{"b":1},"other":[2]}';
  expect(redacted(text, ["[].auth_token"])).toBe(
    '{"Auth_Token":null,"auth_token":null,"other":[2]}',
  );
});
