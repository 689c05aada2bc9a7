import { z } from "zod";

type Family = {
  name: string;
  format: z.ZodType;
  /** Prefix lengths of the largest and the smallest range. */
  bits: { largest: number; smallest: number };
  forbidden: readonly (readonly [RegExp, string])[];
};

const v4: Family = {
  name: "ipv4",
  format: z.cidrv4(),
  bits: { largest: 8, smallest: 28 },
  forbidden: [
    [/^127\./, "loopback"],
    [/^2(2[4-9]|3\d)\./, "multicast"],
    [/^169\.254\./, "link-local"],
  ],
};
const v6: Family = {
  name: "ipv6",
  format: z.cidrv6(),
  bits: { largest: 48, smallest: 120 },
  forbidden: [
    [/^[0:]+1\//, "loopback"],
    [/^ff/i, "multicast"],
    [/^fe[89ab]/i, "link-local"],
  ],
};

function refusalOf(range: string, family: Family): string | undefined {
  const isCidr = [v4, v6].some(({ format }) => format.safeParse(range).success);
  if (!isCidr) return `invalid cidr format: ${range.toLowerCase()}`;
  if (!family.format.safeParse(range).success) {
    return `network range must be an ${family.name} address`;
  }
  const kind = family.forbidden.find(([pattern]) => pattern.test(range))?.[1];
  if (kind !== undefined) return `${kind} address range not allowed`;
  const bits = Number(range.split("/")[1]);
  const { largest, smallest } = family.bits;
  if (bits > smallest) return `network range too small: minimum size is /${smallest}`;
  if (bits < largest) return `network range too large: maximum size is /${largest}`;
}

const rangeOf = (family: Family) =>
  z
    .string()
    .max(64)
    .superRefine((range, context) => {
      const message = refusalOf(range, family);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    });

/** An address range in CIDR notation for the account's network (contract 2.13). */
export const networkRange = { v4: rangeOf(v4), v6: rangeOf(v6) };
