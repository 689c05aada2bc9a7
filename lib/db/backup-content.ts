/**
 * How many rows each table has, which migrations made them, and which rows refer to missing rows
 * (`orphanSummary`), if any.
 */
export type BackupContent = {
  tables: Record<string, number>;
  migrations: string[];
  orphans?: string;
};

/**
 * What a restore put in place, where what was there before has gone, if anything was, and which
 * tables of the backup are not Roost's and were left out.
 */
export type Restored = {
  content: BackupContent;
  replaced: string | undefined;
  raw: boolean;
  leftOut?: string[];
};
