import type { introspectionOperations } from "#lib/contract/operations/introspection.ts";
import type { OperationDocs } from "../operation-doc.ts";
import { SAMPLE_ACCESS_TOKEN, SAMPLE_GROUP, SAMPLE_TOKEN } from "../samples.ts";

export const introspectionDocs: OperationDocs<keyof typeof introspectionOperations> = {
  "introspection.check": {
    description:
      "Token introspection by RFC 7662. The body is a form or JSON; the caller's token may also be " +
      "the password of Basic authentication. An unknown, expired, disabled or wrong token is " +
      '`{"active":false}` and nothing else. The check is no use of the checked token.',
    permission: "Owners and admins; access tokens with scopes need `introspection:read`.",
    body: { token: SAMPLE_TOKEN, token_type_hint: "access_token", ip: "198.51.100.7" },
    answer: {
      active: true,
      scope: "groups:read service:wiki",
      client_id: SAMPLE_ACCESS_TOKEN.created_by,
      username: "ci",
      sub: SAMPLE_ACCESS_TOKEN.created_by,
      token_type: "Bearer",
      exp: 1_798_761_600,
      iat: 1_796_169_600,
      jti: SAMPLE_ACCESS_TOKEN.id,
      iss: "https://roost.example.com",
      roost_role: "user",
      roost_groups: [{ id: SAMPLE_GROUP.id, name: SAMPLE_GROUP.name }],
      roost_service_user: true,
    },
  },
};
