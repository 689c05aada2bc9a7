// Imported, not read: what the web framework bundles does not know where the program lies.
import manifest from "../../package.json" with { type: "json" };

/** The program's version. */
export const VERSION: string = manifest.version;
