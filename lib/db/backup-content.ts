/**
 * How many rows each table has, which migrations made them, and which rows refer to missing rows
 * (`orphanSummary`), if any.
 */
export type BackupContent = {
  tables: Record<string, number>;
  migrations: string[];
  orphans?: string;
};

/** What a restore put in place, and where what was there before has gone, if anything was. */
export type Restored = { content: BackupContent; replaced: string | undefined; raw: boolean };
