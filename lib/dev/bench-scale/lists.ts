import type { Call, Client } from "./client.ts";

/** A request that is measured at both sizes; several calls are made in rotation. */
export type ScaleRequest = { name: string; call: Call; turns?: Call[]; samples: number };

const READS = 100;

/** Position of a deep page in a list. */
const DEEP = 0.75;

/** Parts of names: in one of a hundred or thousands, in one of ten, in none. */
const SEARCHES = { one: "-0042", many: "terraform", none: "no such name" };

/** The measured queries of a list: orders, first and deep pages, and filters. */
export type List = { path: string; orders: string[]; filters: string[] };

/** First and deep pages in each order, first pages with each filter, and searches. */
export async function listRequests(
  client: Client,
  { path, orders, filters }: List,
): Promise<ScaleRequest[]> {
  const requests: ScaleRequest[] = [];
  for (const order of ["", ...orders]) {
    const first = `${path}?page_size=50&${order}`;
    requests.push(read(label(path, order, "first page"), first));
    requests.push(read(label(path, order, "deep page"), await deepPage(client, first)));
  }
  for (const filter of filters) {
    // IDs differ between the servers.
    const shown = filter.replace(/_(id|by)=[^&]+|(fingerprint|since|until)=[^&]+/g, (part) =>
      part.replace(/=.*/, "=…"),
    );
    requests.push(read(label(path, shown, "first page"), `${path}?page_size=50&${filter}`));
  }
  for (const [found, text] of Object.entries(SEARCHES)) {
    const url = `${path}?page_size=50&search=${encodeURIComponent(text)}`;
    requests.push(read(`GET ${path}, search that finds ${found}`, url));
  }
  return requests;
}

const label = (path: string, query: string, page: string) =>
  `GET ${path}${query && ` ${query}`}, ${page}`;

export const read = (name: string, path: string): ScaleRequest => ({
  name,
  call: { path },
  samples: READS,
});

/** Follows the links of a list to a page far from its start. */
async function deepPage(client: Client, first: string): Promise<string> {
  const pages = [first];
  // The largest pages need the fewest requests; a cursor fits every page size.
  let path: string | undefined = first.replace("page_size=50", "page_size=500");
  while (path !== undefined && pages.length <= 200) {
    const { headers, status, body } = await client.call({ path });
    if (status !== 200) throw new Error(`${path} returned ${status}: ${body}`);
    path = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
    if (path !== undefined) pages.push(path.replace("page_size=500", "page_size=50"));
  }
  return pages[Math.floor((pages.length - 1) * DEEP)] ?? first;
}
