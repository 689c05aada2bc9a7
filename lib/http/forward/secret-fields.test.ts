import { expect, test } from "vitest";
import { forwardedRows } from "#lib/contract/netbird-objects.ts";
import { answerFields, describedOperations } from "#lib/dev/testing/netbird/openapi.ts";

/* Every field of an answer that may hold a secret is redacted, or stands here with what it is. */

const MAY_BE_SECRET = /secret|token|passw|key|pin|private|credential|authorization|^value$|^\*$/i;

/** Numbers, switches and lists, which hold no secret wherever they are. */
const NO_TEXT: Record<string, string> = {
  // Tokens of a language model.
  ...{ input_tokens: "a number", output_tokens: "a number", total_tokens: "a number" },
  ...{ cached_input_tokens: "a number", cache_creation_tokens: "a number" },
  ...{ tokens_input: "a number", tokens_output: "a number", token_limit: "a limit" },
  ...{ private: "a switch", supports_private: "a switch" },
  port_range_mappings: "ports",
};

/** Fields that are shown to those who may read the object. */
const SHOWN: Record<string, string> = {
  "/api/setup-keys [].key": "NetBird masks it after its creation",
  "/api/setup-keys/{keyId} .key": "the same",
  "/api/agent-network/catalog/providers [].identity_injection.json_metadata.groups_key": "a name",
  "/api/agent-network/catalog/providers [].identity_injection.json_metadata.user_key": "a name",
  "/api/reverse-proxies/services [].auth.password_auth": "its password is redacted",
  "/api/reverse-proxies/services/{serviceId} .auth.password_auth": "the same",
  "/api/reverse-proxies/services [].auth.pin_auth": "its PIN is redacted",
  "/api/reverse-proxies/services/{serviceId} .auth.pin_auth": "the same",
  "/api/events/audit [].meta.*": "NetBird's audit log has no secrets",
  "/api/events/proxy .data[].metadata.*": "of a request that was answered",
  "/api/integrations/notifications/types .*": "names of kinds of events",
  "/api/policies [].rules[].authorized_groups.*": "IDs of groups",
  "/api/policies/{policyId} .rules[].authorized_groups.*": "IDs of groups",
};

const described = new Set(
  describedOperations().map(({ method, path }) => (method === "GET" ? path : "")),
);
const reads = forwardedRows.filter(({ method, path }) => method === "GET" && described.has(path));

/** Whether the whole field, or one that it is in, is null for those who only read. */
const isRedacted = (place: string, secrets: readonly string[]) =>
  secrets.some(
    (secret) =>
      place === secret || place.startsWith(`${secret}.`) || place.startsWith(`${secret}[`),
  );

test("each field of NetBird's answers that is named like a secret is redacted or known", () => {
  const unknown = reads.flatMap(({ method, path, secretResponse = [] }) =>
    answerFields({ method, path })
      .filter((place) => {
        const name = place.split(".").at(-1) ?? "";
        const isKnown = name in NO_TEXT || `${path} ${place}` in SHOWN;
        return MAY_BE_SECRET.test(name) && !isKnown && !isRedacted(place, secretResponse);
      })
      .map((place) => `${path} ${place}`),
  );
  expect(reads.length).toBeGreaterThan(80);
  expect(unknown).toEqual([]);
});

test("each field that the table redacts is one of NetBird's answers", () => {
  for (const { method, path, secretResponse = [] } of reads) {
    const fields = answerFields({ method, path });
    for (const place of secretResponse) expect(fields, path).toContain(place);
  }
});
