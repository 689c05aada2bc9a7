import { Fact, Facts } from "#components/shared/facts.tsx";
import { isRole, roleName } from "#components/shared/role-labels.ts";
import { sentence } from "#components/shared/sentence.ts";
import { Code } from "#components/ui/code.tsx";
import { Status } from "#components/ui/status.tsx";
import { DateTime, RelativeTime } from "#components/ui/time.tsx";
import { type Fault, stepFor } from "./fault-steps.ts";

/** The latest check of the NetBird server. */
export type ServerCheck = { checkedAt: Date; since: Date } & (
  | { fault: Fault; reason: string }
  | { broker: ShownBroker }
);

type ShownBroker = {
  role: string;
  expiresAt: Date | null;
  version: string | null;
  latencyMs: number;
};

/** The state of the server, and the step that ends a fault. */
export function ServerFacts({ server, check }: { server: string; check: ServerCheck }) {
  return (
    <Facts>
      <Fact term="State">
        {"fault" in check ? (
          <span className="grid gap-1">
            <Status tone="bad" className="items-start whitespace-normal before:mt-1.5">
              {sentence(check.reason)}
            </Status>
            <span>{stepFor(check.fault)}</span>
          </span>
        ) : (
          <Status tone="good">Connected</Status>
        )}
      </Fact>
      <Fact term="Since">
        <RelativeTime at={check.since} />
      </Fact>
      <Fact term="Last check">
        <RelativeTime at={check.checkedAt} />
      </Fact>
      <Fact term="Address">
        <Code>{server}</Code>
      </Fact>
      {"broker" in check && (
        <>
          <Fact term="Version">{check.broker.version ?? "Unknown"}</Fact>
          <Fact term="Latency">{check.broker.latencyMs} ms</Fact>
        </>
      )}
    </Facts>
  );
}

type BrokerFactsProps = { broker: ShownBroker; isAdmin: boolean; expiresSoon: boolean };

/** The service user with whose token Roost works at NetBird. */
export function BrokerFacts({ broker, isAdmin, expiresSoon }: BrokerFactsProps) {
  const { role, expiresAt } = broker;
  const roleText = isRole(role) ? roleName(role) : role;
  return (
    <Facts>
      <Fact term="Role at NetBird">
        {isAdmin ? (
          roleText
        ) : (
          <span className="grid gap-1">
            <Status tone="soon">{roleText}</Status>
            <span>
              Only reads are forwarded, all with this one token. To forward changes, set
              NETBIRD_TOKEN to a token of a service user with the role admin, then restart.
            </span>
          </span>
        )}
      </Fact>
      <Fact term="Token expires">
        {expiresAt === null ? (
          "Unknown: NetBird does not say it"
        ) : expiresSoon ? (
          <span className="grid gap-1">
            <Status tone="soon">
              <RelativeTime at={expiresAt} />
            </Status>
            <span>Create a new token at NetBird, set NETBIRD_TOKEN to it, then restart.</span>
          </span>
        ) : (
          <>
            <RelativeTime at={expiresAt} />, <DateTime at={expiresAt} />
          </>
        )}
      </Fact>
    </Facts>
  );
}
