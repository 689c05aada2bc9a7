import { z } from "zod";

/** What the query of an export says of its file. */
export const exportFields = {
  format: z.enum(["csv", "json"], { error: "format must be csv or json" }).default("csv"),
  /** A byte-order mark, without which Excel reads a CSV file in another encoding than UTF-8. */
  bom: z.enum(["0", "1"], { error: "bom must be 0 or 1" }).default("0"),
};

/** JSON must not begin with a mark (RFC 8259, 8.1). */
export function bomFitsFormat(
  { format, bom }: { format: "csv" | "json"; bom: "0" | "1" },
  context: z.core.$RefinementCtx,
): void {
  if (format === "csv" || bom === "0") return;
  const message = "bom=1 goes with format=csv only";
  context.issues.push({ code: "custom", path: ["bom"], message, input: bom });
}
