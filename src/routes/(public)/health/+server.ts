import { json } from '@sveltejs/kit';
import { causeOf, database, ping } from '$lib/db/connect.server';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => {
  try {
    await ping(database());
    return json({ ok: true });
  } catch (error) {
    // The answer goes to whoever asks, the cause to whoever runs the server.
    console.error(`The database cannot be reached: ${causeOf(error)}`);
    return json({ ok: false, database: 'unreachable' }, { status: 503 });
  }
};
