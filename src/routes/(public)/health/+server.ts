import { json } from '@sveltejs/kit';
import { sql } from 'kysely';
import { database } from '$lib/db/connect.server';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => {
  try {
    await sql`select 1`.execute(database());
    return json({ ok: true });
  } catch {
    return json({ ok: false, database: 'unreachable' }, { status: 503 });
  }
};
