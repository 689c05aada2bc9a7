import { Skeleton } from "#components/ui/skeleton.tsx";

/** The place of a token's use while it is looked up. */
export function PendingUsage() {
  return (
    <span className="block py-0.5">
      <span className="sr-only">Looking up how it is used.</span>
      <Skeleton className="w-4/5" />
    </span>
  );
}
