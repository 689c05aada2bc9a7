"use client";

import { ErrorScreen } from "#components/shared/error-screen.tsx";

export default function DashboardError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorScreen error={error} retry={retry} />;
}
