import { error } from '@sveltejs/kit';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { findFundFacts, readFundMovements } from '$lib/funds/fund.server';
import { movementTable } from '$lib/funds/movement-table.text';
import { readOrganisation } from '$lib/people/organisation.server';
import { printCsv } from '$lib/text/csv';
import type { RequestHandler } from './$types';

/** Every movement of a fund, newest first, as its page has them. */
export const GET: RequestHandler = async ({ params }) => {
  const db = database();
  const fund = await findFundFacts(db, params.fund);
  if (!fund) error(404, 'No such fund.');
  const [{ currency }, movements] = await Promise.all([
    readOrganisation(db),
    readFundMovements(db, fund.fundId)
  ]);
  // A code is somebody's text, and a header takes a few letters only.
  const name = fund.code.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 80);
  return new Response(printCsv(movementTable(movements, currency)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="fund-${name}-${today()}.csv"`,
      'cache-control': 'private, no-store'
    }
  });
};
