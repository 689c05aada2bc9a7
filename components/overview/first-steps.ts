import { createPath } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";

const NEW_SERVICE_USER = createPath(PAGES.serviceUsers.path);

export type Beginnings = {
  serviceUsers: number;
  /** Whether a service user has a token, and has used one. */
  hasToken: boolean;
  hasUsedToken: boolean;
  people: number;
  invites: number;
  /** The page of the first service user, where its token is created. */
  firstServiceUser: string | undefined;
};

export type FirstStep = { title: string; done: boolean; text: string; href: string };

/** The first steps in a new installation, in order; null once all are done. */
export function firstStepsOf(begun: Beginnings): FirstStep[] | null {
  const steps: FirstStep[] = [
    {
      title: "Create a service user",
      text: "A machine account with its own role.",
      done: begun.serviceUsers > 0,
      href: NEW_SERVICE_USER,
    },
    {
      title: "Create an access token",
      text: "Copy it into curl, CI or Terraform. Shown only once.",
      done: begun.hasToken,
      href: begun.firstServiceUser ?? NEW_SERVICE_USER,
    },
    {
      title: "Make your first API call",
      text: "See the API reference for ready-made commands.",
      done: begun.hasUsedToken,
      href: PAGES.docs.path,
    },
    {
      title: "Invite a colleague",
      text: "Make sure someone else can revoke tokens when you are away.",
      done: begun.people > 1 || begun.invites > 0,
      href: createPath(PAGES.users.path),
    },
  ];
  return steps.every(({ done }) => done) ? null : steps;
}
