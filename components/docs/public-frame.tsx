import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "#components/shared/logo.tsx";
import { TextLink } from "#components/shared/text-link.tsx";

type PublicFrameProps = {
  /** Link to the dashboard. */
  way: { label: string; href: string };
  children: ReactNode;
};

/** The frame of a public page for readers who are not signed in. */
export function PublicFrame({ way, children }: PublicFrameProps) {
  return (
    <>
      <header className="sticky top-0 z-20 border-b bg-surface">
        <div className="mx-auto flex h-14 max-w-[75rem] items-center justify-between px-4 md:px-8">
          <Link href="/" className="flex rounded-md py-1">
            <Logo />
          </Link>
          <TextLink href={way.href}>{way.label}</TextLink>
        </div>
      </header>
      <main className="mx-auto max-w-[75rem] px-4 py-6 md:px-8">{children}</main>
    </>
  );
}
