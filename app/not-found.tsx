import type { Metadata } from "next";
import { NotFoundScreen } from "#components/shared/not-found-screen.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="px-4">
      <NotFoundScreen />
    </main>
  );
}
