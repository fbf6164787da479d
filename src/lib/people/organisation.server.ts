import type { FiscalCalendar } from '$lib/calendar/fiscal';
import type { Db, Tx } from '$lib/db/connect.server';

export interface Organisation {
  name: string;
  /** ISO 4217; the one currency of all money here. */
  currency: string;
  calendar: FiscalCalendar;
  /** How long a fund lasts, as a rule. */
  fundPeriod: 'year' | 'quarter' | 'month';
  isDemo: boolean;
}

/** The one organisation: its name, currency and fiscal calendar. @throws where the database is not migrated */
export async function readOrganisation(db: Db | Tx): Promise<Organisation> {
  const row = await db.selectFrom('organisation').selectAll().executeTakeFirstOrThrow();
  return {
    name: row.name,
    currency: row.currency,
    calendar: { kind: row.fiscal_kind, yearStartMonth: row.fiscal_year_start_month },
    fundPeriod: row.fund_period,
    isDemo: row.demo_seed !== null
  };
}
