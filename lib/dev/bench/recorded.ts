import { type Figures, ratioTo } from "./compare.ts";

/**
 * Ratios of CPU time to that of the bare server, the lower ones of two quiet machines with two
 * cores: the bare server's speed differs more between machines than that of Roost. Raise them when
 * Roost becomes faster.
 */
const RECORDED: Record<string, number> = {
  "SQLite: verification without a body": 0.62,
  "SQLite: forward-auth": 0.28,
  "SQLite: GET /api/users/current": 0.2,
  "SQLite: GET /api/users/{id}/tokens/{id}": 0.19,
  "SQLite: GET /api/users": 0.18,
};

/** Slower machines, and busy ones, change ratios a little; a lost optimization changes them a lot. */
const TOLERATED = 0.5;

/** The recorded ratios that were missed by more than half, one line each. */
export function misses(figures: ReadonlyMap<string, Figures>, bare: Figures): string[] {
  return Object.entries(RECORDED).flatMap(([name, recorded]) => {
    const found = figures.get(name);
    if (found === undefined) return [`${name}: was not measured`];
    const ratio = ratioTo(bare, found);
    if (ratio >= recorded * TOLERATED) return [];
    return [`${name}: ratio ${ratio.toFixed(3)} is below half of ${recorded}`];
  });
}
