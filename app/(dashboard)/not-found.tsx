import { NotFoundScreen } from "#components/shared/not-found-screen.tsx";

export default function NotFound() {
  return <NotFoundScreen />;
}
