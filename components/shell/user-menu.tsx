"use client";

import { CircleUser, Keyboard, LogOut } from "lucide-react";
import Link from "next/link";
import { useTheme } from "next-themes";
import { useState } from "react";
import { signOutAndLeave } from "#components/shared/sign-out.ts";
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
import { useCommands } from "./command-palette/commands-context.ts";
import { initialOf } from "./initial.ts";
import { THEMES } from "./themes.ts";

type UserMenuProps = { name: string; email: string; role: string; profile: string };

/** The user menu: account, profile, theme, shortcuts and sign-out. */
export function UserMenu({ name, email, role, profile }: UserMenuProps) {
  const { show } = useCommands();
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
        <DropdownMenuItem onSelect={() => show("shortcuts")}>
          <Keyboard aria-hidden />
          Keyboard shortcuts
        </DropdownMenuItem>
        <SignOut />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function ThemeChoice() {
  const { theme = "system", setTheme } = useTheme();
  return (
    <DropdownMenuRadioGroup value={theme} onValueChange={setTheme} aria-label="Theme">
      {THEMES.map(({ value, label, icon: Icon }) => (
        <DropdownMenuRadioItem key={value} value={value}>
          <Icon aria-hidden />
          <span>{label}</span>
        </DropdownMenuRadioItem>
      ))}
    </DropdownMenuRadioGroup>
  );
}

function SignOut() {
  const [pending, setPending] = useState(false);
  const signOut = async () => {
    setPending(true);
    await signOutAndLeave();
    setPending(false);
  };
  return (
    <DropdownMenuItem
      disabled={pending}
      onSelect={(event) => {
        event.preventDefault();
        void signOut();
      }}
    >
      <LogOut aria-hidden />
      {pending ? "Signing out…" : "Sign out"}
    </DropdownMenuItem>
  );
}
