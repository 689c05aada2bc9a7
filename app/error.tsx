"use client";

import { ErrorScreen } from "#components/shared/error-screen.tsx";

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="px-4">
      <ErrorScreen error={error} retry={retry} />
    </main>
  );
}
