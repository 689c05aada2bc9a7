import { removeMarker } from "#lib/config/account-marker.ts";
import { settings } from "#lib/config/settings.ts";
import { CommandError } from "../command-error.ts";

/** `start-afresh`: allows the next start with a database that has no account. */
export async function startAfresh(): Promise<void> {
  const { dataFolder } = settings();
  if (dataFolder === undefined || !removeMarker(dataFolder)) {
    throw new CommandError("Nothing to do: no start is refused for a missing account.");
  }
  process.stdout.write("The next start may begin with a database that has no account.\n");
}
