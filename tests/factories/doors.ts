import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { handle } from '../../src/hooks.server';
import { SESSION_COOKIE } from '../../src/lib/people/session.server';

type Answer = (event: RequestEvent) => unknown;

interface DoorModule {
  load?: Answer;
  actions?: Record<string, Answer>;
  [method: string]: unknown;
}

const MODULES: Record<string, DoorModule> = import.meta.glob(
  ['../../src/routes/**/+page.server.ts', '../../src/routes/**/+server.ts'],
  { eager: true }
);

/** One thing that can be asked of the server: to load a page, or to take an action. */
export interface Door {
  /** `GET /(desk)/funds`, `POST /(desk)/funds ?/open`. */
  name: string;
  method: string;
  routeId: string;
  answer: Answer;
}

/** Every door of the app, from its files. */
export const DOORS: Door[] = Object.entries(MODULES).flatMap(([file, module]) => {
  const routeId = file.replace(/^.*\/src\/routes/, '').replace(/\/\+(page\.)?server\.ts$/, '') || '/';
  const door = (method: string, action: string, answer: unknown): Door[] =>
    typeof answer === 'function'
      ? [
          {
            name: `${method} ${routeId}${action && ` ?/${action}`}`,
            method,
            routeId,
            answer: answer as Answer
          }
        ]
      : [];
  return [
    ...door('GET', '', module.load),
    ...Object.entries(module.actions ?? {}).flatMap(([name, answer]) => door('POST', name, answer)),
    ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) => door(method, '', module[method]))
  ];
});

export interface Knock {
  /** Parts of the address and what stands in the form. */
  params?: Record<string, string>;
  form?: Record<string, string>;
  /** Files of the form, by the name of their field. */
  files?: Record<string, File>;
  headers?: Record<string, string>;
  /** Asked for by the page's own script, which wants the data and not the page. */
  isData?: boolean;
}

export type Cell = 'allow' | 'deny' | 'sign-in';

const ORIGIN = 'http://warchest.test';

/**
 * Asks at a door as a browser would, through the hooks; the rest of SvelteKit is not there.
 *
 * @param token of a session; null for nobody
 * @returns what became of it, and the status that the browser gets
 */
export async function knock(
  door: Door,
  token: string | null,
  { params = {}, form = {}, files = {}, headers = {}, isData = false }: Knock = {}
): Promise<{ cell: Cell; status: number }> {
  const path = door.routeId
    .replace(/\/\([a-z]+\)/g, '')
    .replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(params[name] ?? 'missing'));
  const isWrite = door.method !== 'GET';
  const url = new URL(path || '/', ORIGIN);
  const request = new Request(url, {
    method: door.method,
    headers: isWrite ? { origin: ORIGIN, 'sec-fetch-site': 'same-origin', ...headers } : headers,
    ...(isWrite && { body: bodyOf(form, files) })
  });
  const jar = new Map(token ? [[SESSION_COOKIE, token]] : []);
  const event = {
    request,
    url,
    params,
    route: { id: door.routeId },
    locals: {},
    isDataRequest: isData,
    getClientAddress: () => '192.0.2.1',
    cookies: {
      get: (name: string) => jar.get(name),
      set: (name: string, value: string) => jar.set(name, value)
    },
    // The guard asks for the page that says why another one stays closed.
    fetch: (asked: string) =>
      Promise.resolve(new Response(null, { status: asked.startsWith('/refused') ? 403 : 500 }))
  } as unknown as RequestEvent;
  let isReached = false;
  const status = await answered(() =>
    handle({
      event,
      resolve: async (inside) => {
        isReached = true;
        return new Response(null, await answered(() => door.answer(inside)));
      }
    })
  );
  if (!isReached && status.location?.startsWith('/sign-in')) return { cell: 'sign-in', status: 303 };
  return { cell: status.status === 403 ? 'deny' : 'allow', status: status.status };
}

/** As a browser sends it: a form with files is in parts. */
function bodyOf(form: Record<string, string>, files: Record<string, File>): URLSearchParams | FormData {
  if (Object.keys(files).length === 0) return new URLSearchParams(form);
  const parts = new FormData();
  for (const [name, value] of [...Object.entries(form), ...Object.entries(files)]) parts.append(name, value);
  return parts;
}

/** What SvelteKit makes of what a door returns or throws. */
async function answered(run: () => unknown): Promise<{ status: number; location?: string }> {
  try {
    const result = await run();
    const status =
      typeof result === 'object' && result !== null && 'status' in result ? Number(result.status) : 200;
    return { status: Number.isInteger(status) && status >= 200 ? status : 200 };
  } catch (thrown) {
    if (isRedirect(thrown)) return { status: thrown.status, location: thrown.location };
    if (isHttpError(thrown)) return { status: thrown.status };
    throw thrown;
  }
}
