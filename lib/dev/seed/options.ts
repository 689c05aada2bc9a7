import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { CommandError } from "#lib/cli/command-error.ts";

/** The size of the seed. */
export type SeedSize = {
  serviceUsers: number;
  tokens: number;
  usable: number;
  /** Audit events besides those of the creations. */
  events: number;
};

export type SeedOptions = SeedSize & {
  /** Absolute path of the file for the usable tokens. */
  out: string;
  /** Fill a database that already has users. */
  add: boolean;
};

const PRESET = {
  ...{ "service-users": "10000", tokens: "100000", usable: "1000", events: "0" },
  out: "tokens.txt",
};
const USAGE =
  "npm run seed -- [--service-users 10000] [--tokens 100000] [--usable 1000] [--events 0] [--out tokens.txt] [--add] | demo";
const MOST = 1_000_000;

/** Parses the arguments of the seed command, or refuses them in one line. */
export function readSeedOptions(args: string[]): SeedOptions {
  const given = { ...PRESET, ...parse(args) };
  const count = (name: "service-users" | "tokens" | "usable" | "events") => {
    const value = Number(given[name]);
    if (/^\d+$/.test(given[name]) && value <= MOST) return value;
    throw new CommandError(
      `--${name} must be a whole number from 0 to ${MOST}, not "${given[name]}"`,
    );
  };
  const size = {
    serviceUsers: count("service-users"),
    tokens: count("tokens"),
    usable: count("usable"),
    events: count("events"),
  };
  if (size.usable > size.tokens) {
    throw new CommandError(`--usable must be at most --tokens, which is ${size.tokens}`);
  }
  for (const name of ["tokens", "events"] as const) {
    if (size[name] === 0 || size.serviceUsers > 0) continue;
    throw new CommandError(`--${name} needs at least one of --service-users to belong to`);
  }
  if (given.out === "") throw new CommandError("--out must name a file");
  return { ...size, out: resolve(given.out), add: given.add === true };
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args,
      options: {
        "service-users": text,
        tokens: text,
        usable: text,
        events: text,
        out: text,
        add: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    // The parser's message has more than one sentence.
    const [why] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new CommandError(`${why}. Usage: ${USAGE}`);
  }
}
