import { z } from "zod";

/** The file parameters in the query of an export. */
export const exportFields = {
  format: z
    .enum(["csv", "json"], { error: "format must be csv or json" })
    .default("csv")
    .meta({ description: "File format." }),
  bom: z.enum(["0", "1"], { error: "bom must be 0 or 1" }).default("0").meta({
    description: "`1` begins a CSV file with a byte-order mark, so that Excel reads it as UTF-8.",
  }),
};

/** JSON must not begin with a byte-order mark (RFC 8259, 8.1). */
export function bomFitsFormat(
  { format, bom }: { format: "csv" | "json"; bom: "0" | "1" },
  context: z.core.$RefinementCtx,
): void {
  if (format === "csv" || bom === "0") return;
  const message = "bom=1 requires format=csv";
  context.issues.push({ code: "custom", path: ["bom"], message, input: bom });
}
