/** How many rows each table has, and which migrations made them. */
export type BackupContent = { tables: Record<string, number>; migrations: string[] };

/** What a restore put in place, and where what was there before has gone, if anything was. */
export type Restored = { content: BackupContent; replaced: string | undefined; raw: boolean };
