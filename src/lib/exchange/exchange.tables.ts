import type { ColumnType, Generated } from 'kysely';

export interface ImportRunTable {
  import_run_id: Generated<number>;
  started_at: ColumnType<Date, Date | string | undefined, never>;
  person_id: number | null;
  files: unknown;
  summary: unknown;
}
