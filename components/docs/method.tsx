import { cn } from "#components/ui/cn.ts";

const TONES: Record<string, string> = {
  GET: "bg-sunken text-quiet",
  POST: "bg-accent-soft text-accent",
  DELETE: "bg-danger-soft text-danger",
};
const CHANGE = "bg-soon-soft text-soon";

/** An HTTP method of fixed width, so that the paths in a list are aligned. */
export function Method({ name, className }: { name: string; className?: string }) {
  return (
    <span
      className={cn(
        "inline-block w-14 shrink-0 rounded-sm py-0.5 text-center font-medium font-mono text-xs",
        TONES[name] ?? CHANGE,
        className,
      )}
    >
      {name}
    </span>
  );
}
