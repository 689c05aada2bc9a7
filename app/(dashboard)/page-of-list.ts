import { redirect } from "next/navigation";
import { isProblem } from "#lib/contract/problem.ts";
import type { Page } from "#lib/services/paging.ts";

/** The page of a list that an address names; one that no longer makes sense leads to the first. */
export async function pageOfList<T>(
  read: Promise<Page<T>>,
  { address, cursor }: { address: string; cursor: string | undefined },
): Promise<Page<T>> {
  const page = await read.catch((error: unknown) => {
    if (isProblem(error) && error.problem === "validation_failed") return null;
    throw error;
  });
  if (page === null || (page.items.length === 0 && cursor !== undefined)) redirect(address);
  return page;
}
