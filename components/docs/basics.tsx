import type { ReactNode } from "react";
import { TextLink } from "#components/shared/text-link.tsx";
import { InlineCode } from "#components/ui/inline-code.tsx";

const BASICS: [string, string][] = [
  [
    "Credential",
    "An access token in every request: `Authorization: Token $ROOST_TOKEN`, or `Bearer` in place of `Token`. Pages of this origin may use their session instead.",
  ],
  [
    "Expiry",
    "Every response to a token has a `Token-Expires` header, so that scripts can warn in time.",
  ],
  ["Bodies", "JSON, sent and answered. Every success is 200; times are UTC."],
  [
    "Errors",
    "`message` for people, `code` with the HTTP status, `request_id` for the server's log; where fields are wrong, `errors` with the `path` and `message` of each.",
  ],
  [
    "Pages",
    "Lists are complete unless `page_size` is given; the `Link` header then leads to the next page. `GET /api/tokens` is always paged, 50 tokens at a time by default.",
  ],
  [
    "Repetition",
    "A POST with an `Idempotency-Key` is carried out once: for 24 hours the same key gets 409 with the `resource_id` of what it created.",
  ],
  [
    "Limits",
    "`RateLimit` and `RateLimit-Policy` show what is left for a token; after a 429, `Retry-After` says how long to wait.",
  ],
];

/** What holds for every operation. */
export function Basics({ origin }: { origin: string }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 rounded-lg border bg-surface p-4 sm:grid-cols-[6rem_1fr]">
      <Basic term="Address">
        <InlineCode text={`\`${origin}\``} />, described for machines at{" "}
        <TextLink href="/api/openapi.json" prefetch={false}>
          /api/openapi.json
        </TextLink>
        .
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
