import { expect, test } from "vitest";
import { connectionVariables } from "./postgresql-tools.ts";

const variables = (query: string) => {
  const { PGSSLMODE, PGSSLROOTCERT } = connectionVariables(
    `postgresql://roost:p%23w@db.example.test:5433/roost${query}`,
  );
  return [PGSSLMODE, PGSSLROOTCERT];
};

test.each([
  ["", [undefined, undefined]],
  ["?sslmode=disable", ["disable", undefined]],
  ["?sslmode=require", ["verify-full", "system"]],
  ["?sslmode=prefer", ["verify-full", "system"]],
  ["?ssl=true", ["verify-full", "system"]],
  ["?sslmode=verify-full&sslrootcert=/etc/ca.pem", ["verify-full", "/etc/ca.pem"]],
  ["?sslmode=no-verify", ["require", undefined]],
  ["?sslmode=require&uselibpqcompat=true", ["require", undefined]],
])("a backup verifies the server like the driver with %j", (query, expected) => {
  expect(variables(query)).toEqual(expected);
});
