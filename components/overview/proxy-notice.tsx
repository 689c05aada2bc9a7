import { TriangleAlert } from "lucide-react";
import { Code } from "#components/ui/code.tsx";

/** Says to owners that a proxy seems to be missing in the configuration. */
export function ProxyNotice({ peers }: { peers: readonly string[] }) {
  if (peers.length === 0) return null;
  return (
    <p
      data-testid="proxy-notice"
      className="mb-6 flex gap-2 rounded-lg border bg-surface px-4 py-3 text-quiet"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-soon" />
      <span className="wrap-anywhere min-w-0">
        Requests from {peers.join(", ")} name other client addresses, which are ignored. Add the
        address of your proxy, and of nothing else, to{" "}
        <Code className="text-ink">TRUSTED_PROXIES</Code>: until then everyone behind it shares one
        limit of sign-ins.
      </span>
    </p>
  );
}
