import { NetBirdEvents } from "#components/activity/netbird-events.tsx";
import { NetBirdFailure } from "#components/shared/netbird-failure.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import { userPath } from "#lib/contract/page-paths.ts";
import { listNetBirdEvents, type NetBirdEvent } from "#lib/services/netbird/netbird-events.ts";
import { orFailure } from "#lib/services/netbird/read-as.ts";

/** The audit log of the NetBird server behind Roost. */
export async function NetBirdActivity({ actor }: { actor: Actor }) {
  const read = await orFailure(listNetBirdEvents(actor));
  if ("failure" in read) return <NetBirdFailure reason={read.failure} />;
  return (
    <>
      <p className="mb-3 max-w-2xl text-quiet">
        Newest 200 events. Service users of Roost appear as “roost: name”, its people as “roost:
        people”.
      </p>
      <NetBirdEvents events={read.value.map(shown)} />
    </>
  );
}

const shown = ({ initiatorUserId, ...event }: NetBirdEvent) => ({
  ...event,
  initiatorPath:
    initiatorUserId === null ? null : userPath({ id: initiatorUserId, isServiceUser: true }),
});
