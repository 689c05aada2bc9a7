import { Bot, CircleUser, Keyboard, KeyRound, Layers, LogOut, Mail, UserPlus } from "lucide-react";
import { createPath, INVITES_PATH } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { type Action, canBegin } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";
import { ICONS } from "../nav-list.tsx";
import { THEMES } from "../themes.ts";
import type { Entry, EntryGroup } from "./entry.ts";
import type { PaletteReader } from "./reader.ts";

/** Actions available to entries. */
export type PaletteHandlers = {
  go: (path: string) => void;
  theme: { now: string | undefined; set: (theme: string) => void };
  showShortcuts: () => void;
  signOut: () => void;
};

/** The pages and commands of the palette; commands without permission show the reason. */
export function paletteActions(reader: PaletteReader, deeds: PaletteHandlers): EntryGroup[] {
  return [
    { heading: "Go to", entries: pages(reader, deeds) },
    { heading: "Create", entries: creations(reader, deeds) },
    { heading: "Theme", entries: themes(deeds) },
    { heading: "More", entries: others(deeds) },
  ];
}

function pages({ actor, groups, profile }: PaletteReader, { go }: PaletteHandlers): Entry[] {
  const listed = groups.flatMap(({ label, items }) =>
    items.map((item) => ({ ...item, icon: ICONS[item.icon], words: label })),
  );
  const more = [
    { href: profile, label: "Your profile", icon: CircleUser, words: "account password sessions" },
    ...(canBegin(actor, "invites.list").allowed
      ? [{ href: INVITES_PATH, label: "Pending invites", icon: Mail, words: "" }]
      : []),
  ].filter(({ href }) => listed.every((page) => page.href !== href));
  return [...listed, ...more].map(({ href, ...page }) => ({
    id: href,
    ...page,
    words: `${page.words} page open`,
    run: () => go(href),
  }));
}

type Creation = Pick<Entry, "label" | "icon" | "words"> & { at: string; action: Action };

function creations({ actor, profile }: PaletteReader, { go }: PaletteHandlers): Entry[] {
  const all: Creation[] = [
    {
      label: "Create service user",
      icon: Bot,
      words: "new add machine account",
      at: PAGES.serviceUsers.path,
      action: "users.create",
    },
    {
      label: "Invite user",
      icon: UserPlus,
      words: "new add create person",
      at: PAGES.users.path,
      action: "invites.create",
    },
    {
      label: "Create group",
      icon: Layers,
      words: "new add",
      at: PAGES.groups.path,
      action: "groups.create",
    },
    {
      label: "Create personal access token",
      icon: KeyRound,
      words: "new add personal pat",
      at: profile,
      action: "tokens.create",
    },
  ];
  return all.map(({ at, action, ...entry }) => {
    const decision = canBegin(actor, action, at === profile ? actor.userId : "");
    return {
      id: entry.label,
      ...entry,
      refusal: decision.allowed ? undefined : reasonOf(decision.refusal),
      run: () => go(createPath(at)),
    };
  });
}

function themes({ theme }: PaletteHandlers): Entry[] {
  return THEMES.map(({ value, label, icon }) => ({
    id: `theme ${value}`,
    label: `${label} theme`,
    icon,
    words: "switch colours mode",
    ...(theme.now === value ? { detail: "in use" } : {}),
    run: () => theme.set(value),
  }));
}

function others({ showShortcuts, signOut }: PaletteHandlers): Entry[] {
  return [
    {
      id: "shortcuts",
      label: "Keyboard shortcuts",
      icon: Keyboard,
      words: "keys help",
      run: showShortcuts,
    },
    { id: "sign out", label: "Sign out", icon: LogOut, words: "log out leave", run: signOut },
  ];
}
