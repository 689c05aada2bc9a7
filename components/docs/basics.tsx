import type { ReactNode } from "react";
import { TextLink } from "#components/shared/text-link.tsx";
import { InlineCode } from "#components/ui/inline-code.tsx";

const BASICS: [string, string][] = [
  [
    "Authentication",
    "An access token in each request: `Authorization: Token $ROOST_TOKEN`; `Bearer` works too. Same-origin pages can use the session cookie.",
  ],
  ["Expiry", "The `Token-Expires` header of every response shows when the token expires."],
  ["Format", "JSON requests and responses. Every success is 200; times are UTC."],
  [
    "Errors",
    "`message`, `code` (the HTTP status) and `request_id` (as in the server's log); for invalid fields also `errors` with `path` and `message`.",
  ],
  [
    "Pagination",
    "Lists are complete unless `page_size` is set; the `Link` header then contains the next page. `GET /api/tokens` is always paged, 50 tokens by default.",
  ],
  [
    "Idempotency",
    "A POST with an `Idempotency-Key` runs once: for 24 hours the same key returns 409 with the `resource_id` of the created object.",
  ],
  [
    "Rate limits",
    "`RateLimit` and `RateLimit-Policy` show a token's remaining requests; after a 429, wait for `Retry-After` seconds.",
  ],
];

/** Conventions of all operations. */
export function Basics({ origin }: { origin: string }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 rounded-lg border bg-surface p-4 sm:grid-cols-[8rem_1fr]">
      <Basic term="Base URL">
        <InlineCode text={`\`${origin}\``} />, OpenAPI:{" "}
        <TextLink href="/api/openapi.json" prefetch={false}>
          /api/openapi.json
        </TextLink>
      </Basic>
      {BASICS.map(([term, text]) => (
        <Basic key={term} term={term}>
          <InlineCode text={text} />
        </Basic>
      ))}
    </dl>
  );
}

function Basic({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="font-medium max-sm:mt-1">{term}</dt>
      <dd className="wrap-anywhere text-quiet">{children}</dd>
    </>
  );
}
