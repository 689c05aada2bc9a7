import { remove, rowsOf } from "./model.ts";
import {
  first,
  isAdmin,
  type ModelContext,
  managesAccount,
  reachesSessions,
  reads,
  type Step,
  writesTokens,
} from "./model-rules.ts";

export function createToken({ world, me, pick }: ModelContext): Step {
  const id = pick([me.id, pick(world.ids)]);
  const target = world.users.get(id);
  const isOwn = id === me.id;
  const status =
    isOwn && !me.isMachine
      ? first([!world.settings.personalTokens, 403])
      : first(
          [!writesTokens(me), 403],
          [target === undefined, 404],
          [!isOwn && (!isAdmin(me) || target?.isMachine === false), 403],
        );
  return {
    method: "POST",
    path: `/api/users/${id}/tokens`,
    body: { name: "made", expires_in: 1 },
    status,
    events: ["personal.access.token.create"],
    effect: ({ body: { plain_token: secret, personal_access_token: token } }) =>
      world.credentials.push({ kind: "token", id: token.id, userId: id, secret, isDead: false }),
  };
}

export function useToken({ world, me, pick }: ModelContext): Step {
  const method = pick(["GET", "DELETE"] as const);
  const token = pick(world.credentials.filter(({ kind }) => kind === "token"));
  const isOwn = token.userId === me.id;
  const exists = rowsOf(world, "token").includes(token);
  const mayBegin = isOwn || (method === "GET" ? reads(me) : writesTokens(me));
  return {
    method,
    path: `/api/users/${token.userId}/tokens/${token.id}`,
    status: first(
      [!mayBegin, 403],
      [!world.users.has(token.userId), 404],
      [!isOwn && !isAdmin(me), 403],
      [!exists, 404],
    ),
    ...(method === "GET"
      ? {}
      : { events: ["personal.access.token.delete"], effect: () => remove(token) }),
  };
}

export function revokeTokens({ world, me, pick }: ModelContext): Step {
  const all = world.credentials.filter(({ kind }) => kind === "token");
  const seen = rowsOf(world, "token").filter(({ userId }) => isAdmin(me) || userId === me.id);
  const userId = pick([me.id, pick(world.ids)]);
  const asked = [pick(all), pick(seen.length > 0 ? seen : all)];
  const byIds = pick([true, false]);
  const found = byIds ? [...new Set(asked)] : seen.filter((token) => token.userId === userId);
  return {
    method: "POST",
    path: "/api/tokens/revoke",
    body: byIds ? { ids: asked.map(({ id }) => id) } : { filter: { user_id: userId } },
    status: first([found.some((token) => !seen.includes(token)), 404]),
    events: found.map(() => "personal.access.token.delete"),
    effect: () => found.forEach(remove),
  };
}

export function endSession(given: ModelContext): Step {
  const { world, me, pick } = given;
  const session = pick(world.credentials.filter(({ kind }) => kind === "session"));
  const target = world.users.get(session.userId);
  return {
    method: "DELETE",
    path: `/api/users/${session.userId}/sessions/${session.id}`,
    status: first(
      [!target, 404],
      [!reachesSessions(me, target) || !managesAccount(given), 403],
      [!rowsOf(world, "session").includes(session), 404],
    ),
    events: ["dashboard.session.end"],
    effect: () => remove(session),
  };
}
