"use client";

import { CircleUser, LogOut, Monitor, Moon, Sun } from "lucide-react";
import Link from "next/link";
import { useTheme } from "next-themes";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { notifyProblem } from "#components/ui/notify.tsx";
import { signOut } from "#lib/contract/session-client.ts";
import { initialOf } from "./initial.ts";

type UserMenuProps = { name: string; email: string; role: string; profile: string };

/** Who is signed in, their own page, the theme and the way out. */
export function UserMenu({ name, email, role, profile }: UserMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="quiet"
          size="icon"
          aria-label={`Your account: ${name}`}
          data-testid="user-dropdown"
          className="rounded-full bg-accent-soft text-accent hover:bg-accent-soft hover:text-accent-strong"
        >
          <span aria-hidden>{initialOf(name)}</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-60">
        <DropdownMenuLabel className="grid gap-0.5">
          <span className="truncate font-medium text-ink text-sm">{name}</span>
          <span className="truncate">{email}</span>
          <span>{role}</span>
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href={profile}>
            <CircleUser aria-hidden />
            Your profile
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <ThemeChoice />
        <DropdownMenuSeparator />
        <SignOut />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

const THEMES = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "System", icon: Monitor },
];

function ThemeChoice() {
  const { theme = "system", setTheme } = useTheme();
  return (
    <DropdownMenuRadioGroup value={theme} onValueChange={setTheme} aria-label="Theme">
      {THEMES.map(({ value, label, icon: Icon }) => (
        <DropdownMenuRadioItem key={value} value={value}>
          <Icon aria-hidden />
          {label}
        </DropdownMenuRadioItem>
      ))}
    </DropdownMenuRadioGroup>
  );
}

function SignOut() {
  const [pending, setPending] = useState(false);
  const leave = async () => {
    setPending(true);
    if (await signOut()) {
      window.location.assign("/sign-in");
      return;
    }
    setPending(false);
    notifyProblem({
      title: "You are still signed in",
      description: "The server did not end the session. Try again.",
    });
  };
  return (
    <DropdownMenuItem
      disabled={pending}
      onSelect={(event) => {
        event.preventDefault();
        void leave();
      }}
    >
      <LogOut aria-hidden />
      {pending ? "Signing out…" : "Sign out"}
    </DropdownMenuItem>
  );
}
