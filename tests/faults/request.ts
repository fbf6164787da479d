/** A form as the browser would send it. */
export interface Order {
  session: string;
  path: string;
  form: Record<string, string>;
}

/** `done` and `refused` are the server's word; `lost`: nobody knows; `fault`: what must never be answered. */
export interface Answer {
  what: 'done' | 'refused' | 'lost' | 'fault';
  text: string;
}

/**
 * Sends a form action once.
 *
 * @param isDropped whether the answer gets lost on its way, after the server has read the request
 */
export async function send(
  base: string,
  { session, path, form }: Order,
  isDropped: boolean
): Promise<Answer> {
  const cut = new AbortController();
  try {
    const answering = fetch(`${base}${path}`, {
      method: 'POST',
      headers: {
        cookie: `warchest_session=${session}`,
        origin: base,
        'content-type': 'application/x-www-form-urlencoded',
        'x-sveltekit-action': 'true',
        accept: 'application/json'
      },
      body: new URLSearchParams(form),
      redirect: 'manual',
      signal: cut.signal
    });
    if (isDropped) setTimeout(() => cut.abort(), 1 + Math.random() * 20);
    const response = await answering;
    const text = await response.text();
    if (response.status === 503 && text.includes('is starting')) return { what: 'lost', text };
    return readAnswer(response.status, text);
  } catch (error) {
    return { what: 'lost', text: String(error) };
  }
}

function readAnswer(status: number, text: string): Answer {
  let result: { type?: string; status?: number; location?: string; data?: string };
  try {
    result = JSON.parse(text) as typeof result;
  } catch {
    return { what: 'fault', text: `${status}: ${text.slice(0, 300)}` };
  }
  if (result.type === 'redirect' && !result.location?.startsWith('/sign-in'))
    return { what: 'done', text: result.location ?? '' };
  if (result.type === 'success') return { what: 'done', text: result.data ?? '' };
  if (result.type === 'failure' && (result.status === 409 || result.status === 400))
    return { what: 'refused', text: result.data ?? '' };
  return { what: 'fault', text: `${status}: ${text.slice(0, 300)}` };
}
