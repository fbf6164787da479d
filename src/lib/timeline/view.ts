import { type DayRange, daysBetween, parseDay } from '$lib/calendar/day';
import { plainText } from '$lib/text/plain-text';
import type { Grain, LaneKind, RowMode, TimelineView } from './timeline';

export const GRAINS: readonly Grain[] = ['week', 'period', 'quarter'];
export const MODES: readonly RowMode[] = ['dense', 'compact', 'full'];
/** In the order in which they stand in a row: our money on top, the market in the middle, results at the bottom. */
export const LANES: readonly LaneKind[] = ['left', 'spend', 'competitor', 'supply', 'promotions', 'orders'];

export const DEFAULT_VIEW: Readonly<TimelineView> = {
  asOf: null,
  from: null,
  to: null,
  grain: 'auto',
  mode: 'compact',
  open: [],
  accounts: [],
  region: null,
  channel: null,
  search: '',
  hidden: [],
  competitor: null,
  isSameScale: false,
  isTable: false,
  window: null,
  compare: null
};

/** More than a year would stand beside itself. */
const MOST_COMPARED_WEEKS = 53;
const MOST_CODES = 100;
const LONGEST_TEXT = 200;

/**
 * The view that an address asks for. What is missing, unknown or broken falls back to its default without a word:
 * an old or mistyped address still shows a picture.
 */
export function parseView(params: URLSearchParams): TimelineView {
  const from = parseDay(params.get('from') ?? '');
  const to = parseDay(params.get('to') ?? '');
  const isBackwards = from !== null && to !== null && to < from;
  return {
    asOf: parseDay(params.get('asOf') ?? ''),
    from: isBackwards ? null : from,
    to: isBackwards ? null : to,
    grain: oneOf(GRAINS, params.get('grain')) ?? 'auto',
    mode: oneOf(MODES, params.get('mode')) ?? DEFAULT_VIEW.mode,
    open: texts(params, 'open'),
    accounts: texts(params, 'account'),
    region: text(params, 'region'),
    channel: text(params, 'channel'),
    search: text(params, 'q') ?? '',
    hidden: LANES.filter((lane) => params.getAll('hide').includes(lane)),
    competitor: text(params, 'competitor'),
    isSameScale: params.get('scale') === 'same',
    isTable: params.get('as') === 'table',
    window: text(params, 'window'),
    compare: compared(params)
  };
}

/** The view as a query without its question mark, always in the same order, with the defaults left out. */
export function printView(view: TimelineView): string {
  const params = new URLSearchParams();
  const add = (name: string, value: string | null) => {
    if (value !== null && value !== '') params.append(name, value);
  };
  add('asOf', view.asOf);
  add('from', view.from);
  add('to', view.to);
  add('grain', view.grain === 'auto' ? null : view.grain);
  add('mode', view.mode === DEFAULT_VIEW.mode ? null : view.mode);
  add('region', view.region);
  add('channel', view.channel);
  for (const code of view.accounts) add('account', code);
  add('q', view.search);
  add('competitor', view.competitor);
  for (const lane of view.hidden) add('hide', lane);
  for (const code of view.open) add('open', code);
  add('scale', view.isSameScale ? 'same' : null);
  add('as', view.isTable ? 'table' : null);
  add('window', view.window);
  add('compare', view.compare && [view.compare.account, view.compare.from, view.compare.to].join('/'));
  return params.toString();
}

/** Address of the picture with some of the view changed. */
export function viewHref(view: TimelineView, change: Partial<TimelineView> = {}): string {
  const query = printView({ ...view, ...change });
  return query ? `/timeline?${query}` : '/timeline';
}

/** Whether a range is short enough to stand beside the year before it. */
export function isComparable({ from, to }: DayRange): boolean {
  return from <= to && daysBetween(from, to) < MOST_COMPARED_WEEKS * 7;
}

/** `account/from/to`; an account's code may hold a stroke itself. */
function compared(params: URLSearchParams): TimelineView['compare'] {
  const parts = (text(params, 'compare') ?? '').split('/');
  const [from, to] = parts.slice(-2).map(parseDay);
  const account = parts.slice(0, -2).join('/');
  return account && from && to && isComparable({ from, to }) ? { account, from, to } : null;
}

function oneOf<T extends string>(known: readonly T[], value: string | null): T | null {
  return known.find((k) => k === value) ?? null;
}

function text(params: URLSearchParams, name: string): string | null {
  return clean(params.get(name) ?? '') || null;
}

function texts(params: URLSearchParams, name: string): string[] {
  return [...new Set(params.getAll(name).map(clean))].filter(Boolean).slice(0, MOST_CODES);
}

function clean(value: string): string {
  return plainText(value, LONGEST_TEXT);
}
