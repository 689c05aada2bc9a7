export type NavigationPage = {
  path: `/${string}`;
  /** Its name in the navigation, its title and its heading. */
  label: string;
  section: "Team" | "Account" | "Developers";
  /** The right without which it is neither listed nor shown; the policy knows it by this name. */
  needs: string | null;
  /** The two keys that open it. */
  shortcut: `g ${string}` | null;
  /** Whether it is a list, with search, order and pages. */
  list: boolean;
  /** Listed only with a NetBird server behind Roost. */
  withNetBird?: true;
  /** Whether it may be sent compressed: it never contains a secret (decision 0019). */
  compressed: boolean;
};

/** The pages of the navigation, in its order: everything that lists pages reads this table. */
export const PAGES = {
  overview: {
    path: "/overview",
    label: "Overview",
    section: "Team",
    needs: null,
    shortcut: "g o",
    list: false,
    compressed: true,
  },
  users: {
    path: "/team/users",
    label: "Users",
    section: "Team",
    needs: "users.list",
    shortcut: "g u",
    list: true,
    compressed: true,
  },
  serviceUsers: {
    path: "/team/service-users",
    label: "Service Users",
    section: "Team",
    needs: "users.list",
    shortcut: "g s",
    list: true,
    compressed: true,
  },
  tokens: {
    path: "/team/tokens",
    label: "Tokens",
    section: "Team",
    needs: null,
    shortcut: "g t",
    list: true,
    compressed: true,
  },
  groups: {
    path: "/team/groups",
    label: "Groups",
    section: "Team",
    needs: "groups.read",
    shortcut: "g g",
    list: true,
    compressed: true,
  },
  protectedServices: {
    path: "/team/protected-services",
    label: "Protected services",
    section: "Team",
    needs: "protected_services.read",
    shortcut: "g p",
    list: false,
    compressed: true,
  },
  accessReview: {
    path: "/team/access-review",
    label: "Access review",
    section: "Team",
    needs: "users.list",
    shortcut: "g r",
    list: true,
    compressed: true,
  },
  activity: {
    path: "/activity",
    label: "Activity",
    section: "Account",
    needs: "events.list",
    shortcut: "g a",
    list: true,
    compressed: true,
  },
  netbird: {
    path: "/netbird",
    label: "NetBird",
    section: "Account",
    needs: "settings.read",
    shortcut: null,
    list: false,
    withNetBird: true,
    compressed: true,
  },
  settings: {
    path: "/settings",
    label: "Settings",
    section: "Account",
    needs: "accounts.read",
    shortcut: null,
    list: false,
    compressed: true,
  },
  docs: {
    path: "/docs",
    label: "API reference",
    section: "Developers",
    needs: null,
    shortcut: null,
    list: false,
    compressed: true,
  },
} as const satisfies Record<string, NavigationPage>;

export type PageId = keyof typeof PAGES;

/** The pages that no navigation lists, a parameter in braces. */
export const OTHER_PAGES = {
  start: "/",
  team: "/team",
  user: "/team/users/{userId}",
  serviceUser: "/team/service-users/{userId}",
  signIn: "/sign-in",
  setup: "/setup",
  changePassword: "/change-password",
  invite: "/invite/{token}",
  passwordReset: "/reset/{token}",
} as const;

/** The pages that may be sent compressed. A page that is not listed never is (decision 0019). */
export const COMPRESSED_PAGES: readonly string[] = [
  ...Object.values(PAGES).flatMap(({ path, compressed }) => (compressed ? [path] : [])),
  OTHER_PAGES.user,
  OTHER_PAGES.serviceUser,
];

/** Every page there is, a parameter in braces. */
export const PAGE_TEMPLATES: readonly string[] = [
  ...Object.values(PAGES).map(({ path }) => path),
  ...Object.values(OTHER_PAGES),
];
