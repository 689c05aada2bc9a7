import { removeUser, settingsBody } from "./model.ts";
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

export function createGroup({ world, me, pick }: ModelContext): Step {
  const name = pick(["g1", "g3", "g4", "All"]);
  return {
    method: "POST",
    path: "/api/groups",
    body: { name },
    status: first([!writesTokens(me), 403], [[...world.groups.values()].includes(name), 409]),
    events: ["group.add"],
    effect({ body: { id } }) {
      world.groups.set(id, name);
      world.groupIds.push(id);
    },
  };
}

export function changeGroup({ world, me, pick }: ModelContext): Step {
  const id = pick(world.groupIds);
  const name = pick(["g1", "g5", "All"]);
  const before = world.groups.get(id);
  return {
    method: "PUT",
    path: `/api/groups/${id}`,
    body: { name },
    status: first(
      [!reads(me), 403],
      [before === undefined, 404],
      [before === "All", 422],
      [!writesTokens(me), 403],
      [name === "All", 409],
    ),
    events: name === before ? [] : ["group.update"],
    effect: () => world.groups.set(id, name),
  };
}

export function deleteGroup({ world, me, pick }: ModelContext): Step {
  const id = pick(world.groupIds);
  const name = world.groups.get(id) ?? "All";
  const holders = [...world.users.values(), ...world.invites.values()];
  return {
    method: "DELETE",
    path: `/api/groups/${id}`,
    status: first(
      [!writesTokens(me), 403],
      [name === "All" || holders.some(({ groups }) => groups.includes(id)), 400],
    ),
    events: ["group.delete"],
    effect: () => world.groups.delete(id),
  };
}

export function changeSettings({ world, me, credential, pick }: ModelContext): Step {
  const wanted = {
    ...{ personalTokens: pick([true, false]), propagation: pick([true, false]) },
    tokensManage: pick([true, false]),
  };
  const { personalTokens, propagation, tokensManage } = world.settings;
  const id = pick([world.account.id, world.account.id, "another"]);
  const switched = `account.setting.group.propagation.${wanted.propagation ? "enable" : "disable"}`;
  return {
    method: "PUT",
    path: `/api/accounts/${id}`,
    body: settingsBody(wanted),
    status: first(
      [!isAdmin(me) || id !== world.account.id, 403],
      [wanted.tokensManage && !tokensManage && me.role !== "owner", 403],
      [
        credential.kind === "token" &&
          (wanted.tokensManage !== tokensManage || wanted.personalTokens !== personalTokens),
        403,
      ],
    ),
    events: [
      ...(wanted.personalTokens === personalTokens ? [] : ["account.setting.update"]),
      ...(wanted.tokensManage === tokensManage ? [] : ["account.setting.update"]),
      ...(wanted.propagation === propagation ? [] : [switched]),
    ],
    effect: () => Object.assign(world.settings, wanted),
  };
}

export function deleteAccount(given: ModelContext): Step {
  const { world, me } = given;
  return {
    method: "DELETE",
    path: `/api/accounts/${world.account.id}`,
    status: first([me.role !== "owner" || !managesAccount(given), 403]),
    effect() {
      for (const id of [...world.users.keys()]) removeUser(world, id);
      for (const gone of [world.invites, world.groups]) gone.clear();
    },
  };
}

export function read({ world, me, pick }: ModelContext): Step {
  const id = pick(world.ids);
  const target = world.users.get(id);
  const mayReadAccount = reads(me) || me.role === "billing_admin";
  const group = pick(world.groupIds);
  const [path, status] = pick<[string, number]>([
    [`/api/users/${id}`, first([id !== me.id && !reads(me), 403], [!target, 404])],
    ["/api/users/current", first([me.isMachine, 403])],
    ["/api/users", 200],
    ["/api/tokens", 200],
    ["/api/accounts", first([!mayReadAccount, 403])],
    ["/api/events/audit?page_size=1", first([!reads(me), 403])],
    ["/api/users/invites", first([!reads(me), 403])],
    [`/api/groups/${group}`, first([!reads(me), 403], [!world.groups.has(group), 404])],
    [`/api/users/${id}/sessions`, first([!target, 404], [!reachesSessions(me, target), 403])],
    [
      `/api/users/${id}/tokens`,
      id === me.id ? 200 : first([!reads(me), 403], [!target, 404], [!isAdmin(me), 403]),
    ],
  ]);
  return { method: "GET", path, status };
}
