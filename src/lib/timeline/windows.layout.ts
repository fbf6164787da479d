import { addDays } from '$lib/calendar/day';
import { type Frame, textWidth } from '$lib/charts/scale.layout';
import type { WindowMark } from './timeline';

export const MOST_WINDOWS = 3;

/** Flags are set in bold 12 px, which runs wide in some fonts. */
const flagWidth = (text: string) => textWidth(text, 14);

/** Room for "★ +12". */
const MORE_WIDTH = 36;

export interface WindowBand {
  mark: WindowMark;
  x0: number;
  x1: number;
  /** Stroke of the cap says how sure: solid from 70 %, dashed from 40 %, dotted below. */
  dash: string | null;
}

export interface WindowFlag {
  mark: WindowMark;
  x: number;
  text: string;
}

export interface WindowMarks {
  bands: WindowBand[];
  flags: WindowFlag[];
  /** Windows whose flag found no room, for "★ +2". */
  more: { count: number; x: number; first: WindowMark } | null;
}

/**
 * Windows as bands through all lanes, and flags above them. Open windows come first; flags move right where they
 * would touch, and what finds no room is counted.
 *
 * @param textOf the text of a flag
 */
export function layoutWindows(
  windows: WindowMark[],
  frame: Frame,
  textOf: (mark: WindowMark) => string
): WindowMarks {
  const inRange = windows.filter((mark) => mark.from <= frame.to && mark.to >= frame.from);
  const ranked = [...inRange].sort((a, b) => rank(a) - rank(b) || b.confidence - a.confidence);
  const shown = ranked.slice(0, MOST_WINDOWS).sort((a, b) => (a.from < b.from ? -1 : 1));
  const bands = shown.map((mark) => ({
    mark,
    x0: frame.clampX(mark.from),
    x1: Math.max(frame.clampX(mark.from) + 2, frame.clampX(addDays(mark.to, 1))),
    dash: mark.confidence >= 0.7 ? null : mark.confidence >= 0.4 ? '5 3' : '1.5 2.5'
  }));
  const flags: WindowFlag[] = [];
  const left: WindowMark[] = ranked.slice(MOST_WINDOWS);
  let free = 0;
  for (const { mark, x0 } of bands) {
    const full = textOf(mark);
    const at = (t: string) => Math.max(free, Math.min(x0, frame.width - flagWidth(t) - 8));
    // A flag stands over its own weeks: rather a short one there than a long one over others'.
    const text = [full, `${full.slice(0, 1)} ${mark.weeks}`].find(
      (t, i) => at(t) + flagWidth(t) + 8 <= frame.width && (i > 0 || at(t) >= x0 - 24)
    );
    const x = text ? at(text) : 0;
    if (!text || x - x0 > 120) {
      left.push(mark);
      continue;
    }
    flags.push({ mark, x, text });
    free = x + flagWidth(text) + 16;
  }
  if (left.length === 0) return { bands, flags, more: null };
  const { kept, x } = placeMore(flags, frame.width);
  const hidden = [...flags.filter((flag) => !kept.includes(flag)).map(({ mark }) => mark), ...left];
  return { bands, flags: kept, more: { count: hidden.length, x, first: hidden[0]! } };
}

/** Where "★ +2" stands: behind the last flag or before it, else in the place of the lesser of the last two. */
function placeMore(flags: WindowFlag[], width: number): { kept: WindowFlag[]; x: number } {
  const endOf = (flag: WindowFlag | undefined) => (flag ? flag.x + flagWidth(flag.text) + 16 : 0);
  const [before, last] = [flags.at(-2), flags.at(-1)];
  if (!last || endOf(last) <= width - MORE_WIDTH) return { kept: flags, x: endOf(last) };
  const ahead = last.x - MORE_WIDTH - 8;
  if (ahead >= endOf(before)) return { kept: flags, x: ahead };
  const lesser = before && rank(before.mark) > rank(last.mark) ? before : last;
  return placeMore(
    flags.filter((flag) => flag !== lesser),
    width
  );
}

const rank = (mark: WindowMark) => (mark.state === 'open' ? (mark.isBlocked ? 1 : 0) : 2);
