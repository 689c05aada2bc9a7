import type { ReactNode } from "react";
import { Logo } from "#components/shared/logo.tsx";

type AuthCardProps = { title: string; description?: string; children: ReactNode };

/** The frame of pages before the sign-in. */
export function AuthCard({ title, description, children }: AuthCardProps) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-6 px-4 py-12">
      <Logo />
      <div className="rounded-lg border bg-surface p-6">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {description && <p className="mt-1 text-quiet">{description}</p>}
        <div className="mt-6">{children}</div>
        <noscript>
          <p className="mt-4 text-quiet">Roost needs JavaScript to sign you in.</p>
        </noscript>
      </div>
    </main>
  );
}
