import { newTokenText } from "#lib/crypto/token-text.ts";
import { callApi } from "../api.ts";
import { seedSession } from "../seed.ts";
import { asOwner, type Change, newToken } from "./change.ts";

/** Audit events of the operations on tokens. */
export const tokensChanges = {
  "tokens.create": [
    {
      name: "for a service user",
      run: (team) => asOwner(team, "POST", `/api/users/${team.reader.id}/tokens`, newToken),
      events: ["personal.access.token.create"],
    },
  ],
  "tokens.delete": [
    {
      name: "of a service user",
      run: (team) =>
        asOwner(team, "DELETE", `/api/users/${team.reader.id}/tokens/${team.reader.tokenId}`),
      events: ["personal.access.token.delete"],
    },
  ],
  "tokens.self.delete": [
    {
      name: "the token of the request",
      own: true,
      run: (team) => asOwner(team, "DELETE", "/api/tokens/self"),
      events: ["personal.access.token.delete"],
    },
  ],
  "tokens.narrow": [
    {
      name: "of a service user",
      run: (team) => {
        const { id, tokenId } = team.reader;
        const path = `/api/users/${id}/tokens/${tokenId}/narrow`;
        return asOwner(team, "POST", path, { scopes: ["groups:read"] });
      },
      events: ["personal.access.token.narrow"],
    },
  ],
  "tokens.disable": [
    {
      name: "of a service user",
      run: (team) =>
        asOwner(team, "POST", `/api/users/${team.reader.id}/tokens/${team.reader.tokenId}/disable`),
      events: ["personal.access.token.disable"],
    },
  ],
  "tokens.enable": [
    {
      name: "of a service user",
      run: async (team) => {
        const path = `/api/users/${team.reader.id}/tokens/${team.reader.tokenId}`;
        await callApi("POST", `${path}/disable`, { token: team.admin.token });
        return asOwner(team, "POST", `${path}/enable`);
      },
      before: ["personal.access.token.disable"],
      events: ["personal.access.token.enable"],
    },
    {
      name: "that is not disabled",
      run: (team) =>
        asOwner(team, "POST", `/api/users/${team.reader.id}/tokens/${team.reader.tokenId}/enable`),
      events: [],
    },
  ],
  "tokens.describe": [
    {
      name: "of a service user",
      run: (team) => {
        const { id, tokenId } = team.reader;
        const path = `/api/users/${id}/tokens/${tokenId}/describe`;
        return asOwner(team, "POST", path, { description: "nightly" });
      },
      events: ["personal.access.token.describe"],
    },
    {
      name: "as it was",
      run: (team) => {
        const { id, tokenId } = team.reader;
        const path = `/api/users/${id}/tokens/${tokenId}/describe`;
        return asOwner(team, "POST", path, { description: "" });
      },
      events: [],
    },
  ],
  "tokens.rotate": [
    {
      name: "of a service user",
      run: (team) => {
        const { id, tokenId } = team.reader;
        return asOwner(team, "POST", `/api/users/${id}/tokens/${tokenId}/rotate`, {});
      },
      events: ["personal.access.token.rotate"],
    },
  ],
  "tokens.self.rotate": [
    {
      name: "the token of the request",
      own: true,
      run: (team) => asOwner(team, "POST", "/api/tokens/self/rotate", { activate: "now" }),
      events: ["personal.access.token.rotate"],
    },
  ],
  "tokens.revoke": [
    {
      name: "two at once",
      refusedWith: 404,
      run: (team) =>
        asOwner(team, "POST", "/api/tokens/revoke", {
          ids: [team.reader.tokenId, team.machine.tokenId],
        }),
      events: ["personal.access.token.delete", "personal.access.token.delete"],
    },
    {
      name: "none in a dry run",
      refusedWith: 404,
      run: (team) =>
        asOwner(team, "POST", "/api/tokens/revoke", {
          ids: [team.reader.tokenId],
          dry_run: true,
        }),
      events: [],
    },
  ],
  "tokens.revocations.start": [
    {
      name: "by owner",
      run: async (team) =>
        callApi("POST", "/api/tokens/revocations", {
          cookie: (await seedSession(team.owner.id)).cookie,
          body: { filter: { user_id: team.reader.id } },
        }),
      events: ["personal.access.token.revocation.start"],
    },
    {
      name: "none in a dry run",
      run: async (team) =>
        callApi("POST", "/api/tokens/revocations", {
          cookie: (await seedSession(team.owner.id)).cookie,
          body: { filter: { all: true }, dry_run: true },
        }),
      events: [],
    },
  ],
  "introspection.check": [
    {
      name: "a check",
      run: async (team) =>
        callApi("POST", "/api/introspect", {
          token: team.owner.token,
          body: { token: team.machine.token },
        }),
      events: [],
    },
  ],
  "tokens.reportLeak": [
    {
      name: "of a service user, which is revoked",
      own: true,
      status: 202,
      run: (team) =>
        callApi("POST", "/api/tokens/report-leak", { body: { tokens: [team.reader.token] } }),
      events: ["personal.access.token.leak", "personal.access.token.delete"],
    },
    {
      name: "of an unknown token",
      own: true,
      status: 202,
      run: () =>
        callApi("POST", "/api/tokens/report-leak", {
          body: { tokens: [newTokenText("nbp_").text] },
        }),
      events: [],
    },
  ],
} satisfies Record<string, Change[]>;
