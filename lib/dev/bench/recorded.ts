import { type Figures, ratioTo } from "./compare.ts";

/**
 * Ratios of CPU time to that of the bare server, measured on a quiet machine with two cores. Raise
 * them when Roost becomes faster.
 */
const RECORDED: Record<string, number> = {
  "SQLite: verification without a body": 0.75,
  "SQLite: GET /api/users/current": 0.33,
  "SQLite: GET /api/users/{id}/tokens/{id}": 0.29,
  "SQLite: GET /api/users": 0.2,
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
