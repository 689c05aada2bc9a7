import { operations } from "#lib/contract/operations.ts";
import type { Call, Client } from "./client.ts";

/** A request that is measured at both sizes. */
export type ScaleRequest = { name: string; call: Call; samples: number };

const READS = 200;
const WRITES = 60;
/** How far into a list a deep page is. */
const DEEP = 0.75;

/** Parts of names: of one in a hundred or thousands, of one in ten, of none. */
const SEARCHES = { one: "-0042", many: "terraform", none: "no such name" };

const USERS_LISTS = ["page_size=50", "page_size=50&sort=name", "page_size=50&sort=-last_login"];
const TOKENS_LISTS = [
  "page_size=50",
  "page_size=50&sort=name",
  "page_size=50&sort=expiration_date",
  "page_size=50&sort=last_used",
  "page_size=50&sort=-last_used",
  "page_size=50&owner_kind=user",
  "page_size=50&state=active",
  "page_size=50&state=never_used",
];

const hasOperation = (path: string) =>
  Object.values(operations).some((one) => one.method === "GET" && `${one.path}` === path);

/**
 * The same requests for a server of any size. They act on a service user made here with ten
 * tokens, so that only its surroundings differ.
 */
export async function scaleRequests(client: Client): Promise<ScaleRequest[]> {
  const body = { name: "bench", role: "user", is_service_user: true, auto_groups: [] };
  const { id } = await client.read({ method: "POST", path: "/api/users", body });
  const user = `/api/users/${id}`;
  const newToken = { name: "bench", expires_in: 30 };
  for (let made = 0; made < 10; made += 1) {
    await client.read({ method: "POST", path: `${user}/tokens`, body: newToken });
  }
  const lists = [
    ...(await listRequests(client, "/api/users", USERS_LISTS)),
    ...(await listRequests(client, "/api/tokens", TOKENS_LISTS)),
    ...(await listRequests(client, "/api/events/audit", ["page_size=50"])),
  ];
  return [
    ...lists,
    read("GET one user", user),
    read("GET the tokens of one user", `${user}/tokens`),
    {
      name: "POST /api/users (service user)",
      call: { method: "POST", path: "/api/users", body },
      samples: WRITES,
    },
    {
      name: "POST a token (bcrypt)",
      call: { method: "POST", path: `${user}/tokens`, body: newToken },
      samples: WRITES,
    },
  ];
}

/** Requests for whole lists, whose time is that of their length. */
export function wholeLists(): ScaleRequest[] {
  return ["/api/users", "/api/users?service_user=true"].map((path) => ({
    ...read(`GET ${path}`, path),
    samples: 10,
  }));
}

const read = (name: string, path: string): ScaleRequest => ({
  name,
  call: { path },
  samples: READS,
});

/** First and deep pages in each order, and searches; none for a path that has no operation. */
async function listRequests(
  client: Client,
  path: string,
  orders: string[],
): Promise<ScaleRequest[]> {
  if (!hasOperation(path)) return [];
  const requests: ScaleRequest[] = [];
  for (const order of orders) {
    const told = order.replace("page_size=50", "").replace("&", " ");
    const first = `${path}?${order}`;
    requests.push(read(`GET ${path}${told}, first page`, first));
    requests.push(read(`GET ${path}${told}, deep page`, await deepPage(client, first)));
  }
  for (const [found, text] of Object.entries(SEARCHES)) {
    const url = `${path}?page_size=50&search=${encodeURIComponent(text)}`;
    requests.push(read(`GET ${path}, search that finds ${found}`, url));
  }
  return requests;
}

/** Follows the links of a list to a page far from its beginning. */
async function deepPage(client: Client, first: string): Promise<string> {
  const pages = [first];
  // Pages of the most rows lead there with the fewest requests; a cursor suits every page size.
  let path: string | undefined = first.replace("page_size=50", "page_size=500");
  while (path !== undefined && pages.length <= 200) {
    const { headers, status, body } = await client.call({ path });
    if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`);
    path = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
    if (path !== undefined) pages.push(path.replace("page_size=500", "page_size=50"));
  }
  return pages[Math.floor((pages.length - 1) * DEEP)] ?? first;
}
