import type { ColumnType, Generated } from 'kysely';

export interface ImportRunTable {
  import_run_id: Generated<number>;
  started_at: ColumnType<Date, Date | string | undefined, never>;
  person_id: number | null;
  /** `{ name, sha256 }` of each file; of old runs the names alone. */
  files: unknown;
  summary: unknown;
  finished_at: ColumnType<Date | null, undefined, Date | string>;
  movements: ColumnType<number | null, undefined, number>;
}
