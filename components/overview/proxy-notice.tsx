import { TriangleAlert } from "lucide-react";
import { Code } from "#components/ui/code.tsx";

/** Warns owners that a proxy seems to be missing in TRUSTED_PROXIES. */
export function ProxyNotice({ peers }: { peers: readonly string[] }) {
  if (peers.length === 0) return null;
  return (
    <p
      data-testid="proxy-notice"
      className="mb-6 flex gap-2 rounded-lg border bg-surface px-4 py-3 text-quiet"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-soon" />
      <span className="wrap-anywhere min-w-0">
        Forwarded client addresses from {peers.join(", ")} are ignored, so all users behind that
        proxy share one sign-in limit. If it is your proxy, add its address to{" "}
        <Code className="text-ink">TRUSTED_PROXIES</Code>.
      </span>
    </p>
  );
}
