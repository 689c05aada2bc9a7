import { INVITED_PASSWORD } from "./invites.ts";
import { addUser, type ModelInvite, type World } from "./model.ts";
import {
  EMAILS,
  first,
  groupsFor,
  isAdmin,
  isTaken,
  type ModelContext,
  ROLES,
  type Step,
  sameEmail,
} from "./model-rules.ts";

export function createInvite(given: ModelContext): Step {
  const { world, me, pick } = given;
  const [role, email, groups] = [pick(ROLES), pick(EMAILS), groupsFor(given)];
  const isAsked = [...world.invites.values()].some((invite) => sameEmail(invite.email, email));
  return {
    method: "POST",
    path: "/api/users/invites",
    body: { email, name: "invited", role, auto_groups: groups },
    status: first(
      [role === "owner", 422],
      [!isAdmin(me), 403],
      [isTaken(world, email) || isAsked, 409],
    ),
    events: ["user.invite.link.create"],
    effect({ body: { id, invite_token: token } }) {
      world.invites.set(id, { id, token, email, role, groups, inviterId: me.id });
      world.links.push(token);
    },
  };
}

const anInvite = ({ world, pick }: ModelContext): ModelInvite | undefined =>
  pick([undefined, ...world.invites.values(), ...world.invites.values()]);

export function renewInvite(given: ModelContext): Step {
  const { world, me } = given;
  const invite = anInvite(given);
  return {
    method: "POST",
    path: `/api/users/invites/${invite?.id ?? "none"}/regenerate`,
    status: first([!isAdmin(me), 403], [invite === undefined, 404]),
    events: ["user.invite.link.regenerate"],
    effect({ body: { invite_token: token } }) {
      if (invite) Object.assign(invite, { token, inviterId: me.id });
      world.links.push(token);
    },
  };
}

export function deleteInvite(given: ModelContext): Step {
  const invite = anInvite(given);
  return {
    method: "DELETE",
    path: `/api/users/invites/${invite?.id ?? "none"}`,
    status: first([!isAdmin(given.me), 403], [invite === undefined, 404]),
    events: ["user.invite.link.delete"],
    effect: () => given.world.invites.delete(invite?.id ?? ""),
  };
}

/** Without a credential, with the link. Only the list returns the ID of the new user. */
export function acceptInvite(world: World, link: string, newId: (email: string) => string): Step {
  const invite = [...world.invites.values()].find(({ token }) => token === link);
  const inviter = world.users.get(invite?.inviterId ?? "");
  const vouches = inviter && isAdmin(inviter) && !inviter.isBlocked && !inviter.isPending;
  return {
    method: "POST",
    path: `/api/users/invites/${link}/accept`,
    body: { password: INVITED_PASSWORD },
    status: first(
      [invite === undefined, 404],
      [!vouches, 422],
      [invite !== undefined && isTaken(world, invite.email), 409],
    ),
    events: ["user.invite.link.accept"],
    effect() {
      if (invite === undefined) return;
      world.invites.delete(invite.id);
      const { email, role, groups } = invite;
      addUser(world, {
        ...{ id: newId(email), email, role, groups, name: "invited", isMachine: false },
        ...{ isBlocked: false, isPending: false, password: INVITED_PASSWORD },
      });
    },
  };
}
