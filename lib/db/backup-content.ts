/**
 * Rows per table, applied migrations, and the rows that refer to missing rows (`orphanSummary`), if
 * any.
 */
export type BackupContent = {
  tables: Record<string, number>;
  migrations: string[];
  orphans?: string;
};

/**
 * The restored content, the place of the previous data (undefined without data), and the tables of
 * the backup that are not Roost's and were left out.
 */
export type Restored = {
  content: BackupContent;
  replaced: string | undefined;
  raw: boolean;
  leftOut?: string[];
};
