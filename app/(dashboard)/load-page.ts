import { redirect } from "next/navigation";
import { isProblem } from "#lib/contract/problem.ts";
import type { Page } from "#lib/services/paging.ts";

/**
 * Loads the page of a list that the URL names; redirects to the first page if there is no such
 * page.
 */
export async function loadPage<T>(
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
