import { z } from "zod";
import { text } from "./fields.ts";

export const PAGE_SIZE = { preset: 50, max: 500 } as const;

type Sort<Name extends string> = Name | `-${Name}`;

const pageSize = z
  .string()
  .regex(/^\d{1,6}$/, { error: "page_size must be a whole number" })
  .transform(Number)
  .refine((size) => size >= 1 && size <= PAGE_SIZE.max, {
    error: `page_size must be between 1 and ${PAGE_SIZE.max}`,
  })
  .meta({ override: { type: "integer", minimum: 1, maximum: PAGE_SIZE.max } });

export const searchField = text
  .max(255, { error: "search must be at most 255 characters" })
  .optional()
  .meta({ description: "Full-text filter." });

/**
 * The query of a paged list with the given sort orders: `sort=name`, or `sort=-name` to reverse.
 * Without paging parameters the list is complete, as in NetBird.
 */
export function pagedQuery<const Name extends string>(names: readonly [Name, ...Name[]]) {
  const sorts = names.flatMap((name): Sort<Name>[] => [name, `-${name}`]);
  return z.object({
    page_size: pageSize.optional().meta({
      description:
        "Items per page. Without `page_size` and `cursor` the list is complete, except for `GET /api/tokens`, `GET /api/tokens/advice` and `GET /api/access-review`, which always return a page.",
    }),
    cursor: text.max(1024, { error: "cursor is not valid" }).optional().meta({
      description: "Start of the page, from the Link header of the previous page.",
    }),
    search: searchField,
    sort: z
      .enum(sorts as [Sort<Name>, ...Sort<Name>[]], {
        error: `sort must be one of ${sorts.join(", ")}`,
      })
      .optional()
      .meta({ description: "Sort order; a leading `-` reverses it." }),
  });
}

/** A requested page: size, start, order and filter. */
export type PageQuery<Name extends string> = z.output<ReturnType<typeof pagedQuery<Name>>>;
