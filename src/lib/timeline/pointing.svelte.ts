import type { Day } from '$lib/calendar/day';
import { columnAt, type Frame } from '$lib/charts/scale.layout';
import type { Picture } from './picture.svelte';

const HOVER_MS = 80;
const DRAG_PX = 5;
const HINT_MS = 1500;
const WHEEL_MS = 90;

interface Acts {
  frame: () => Frame;
  zoomAt: (factor: number, day: Day) => void;
  panBy: (weeks: number) => void;
}

/** The pointer over the plots: reads under it, chooses weeks by a drag, zooms and pans by a wheel with a key. */
export class Pointing {
  /** Told once: a plain wheel scrolls the page. */
  isHintShown = $state(false);
  #pressed: { row: string; column: number; px: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly picture: Picture,
    private readonly acts: Acts
  ) {}

  /** Where a pointer is; null off the plots. */
  private spotAt(event: MouseEvent) {
    const plot = (event.target as Element).closest<HTMLElement>('[data-plot]');
    if (!plot) return null;
    const px = event.clientX - plot.getBoundingClientRect().left;
    const frame = this.acts.frame();
    return { row: plot.dataset.plot!, column: columnAt(frame.columns, px), day: frame.dayAt(px), px };
  }

  move = (event: PointerEvent) => {
    const { picture } = this;
    const spot = this.spotAt(event);
    const start = this.#pressed;
    if (start && spot && event.buttons === 1) {
      if (picture.mode === 'dragging') picture.extend({ row: start.row, column: spot.column });
      else if (Math.abs(spot.px - start.px) > DRAG_PX) {
        picture.mode = 'dragging';
        picture.choice = { row: start.row, start: start.column, end: spot.column };
      }
    }
    if (event.pointerType === 'touch') return;
    clearTimeout(this.#timer);
    if (spot && picture.hover) picture.point(spot);
    else this.#timer = setTimeout(() => picture.point(spot), HOVER_MS);
  };

  down = (event: PointerEvent) => {
    const isMark = (event.target as Element).closest('a, button') !== null;
    if (isMark || event.button !== 0 || event.pointerType === 'touch') return;
    this.#pressed = this.spotAt(event);
  };

  /** Lets go of a drag wherever the pointer is. */
  up = () => {
    this.#pressed = null;
  };

  leave = () => {
    clearTimeout(this.#timer);
    this.picture.point(null);
  };

  click = (event: MouseEvent) => {
    const { picture } = this;
    if (picture.mode === 'dragging') {
      picture.mode = 'reading';
      return;
    }
    const spot = this.spotAt(event);
    if (!spot || (event.target as Element).closest('a, button')) return;
    picture.line = spot.row;
    picture.column = spot.column;
    if (picture.mode === 'choosing') picture.choose(spot);
    else picture.pin({ row: spot.row, column: spot.column });
  };

  /** Attachment: plain wheels scroll the page; the listener cannot be passive, for the others must not. */
  wheel = (node: HTMLElement) => {
    let turned = 0;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let hiding: ReturnType<typeof setTimeout> | undefined;
    const on = (event: WheelEvent) => {
      const spot = this.spotAt(event);
      if (!spot) return;
      const isZoom = event.ctrlKey || event.metaKey;
      const isPan = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (!isZoom && !isPan) {
        if (hiding) return;
        this.isHintShown = true;
        hiding = setTimeout(() => (this.isHintShown = false), HINT_MS);
        return;
      }
      event.preventDefault();
      turned += isZoom ? event.deltaY : event.deltaX || event.deltaY;
      clearTimeout(waiting);
      // One request for one turn of the wheel, not for each of its notches.
      waiting = setTimeout(() => {
        const weeks = Math.max(1, Math.round(Math.abs(turned) / this.acts.frame().pxPerDay / 21));
        if (isZoom) this.acts.zoomAt(2 ** (Math.max(-300, Math.min(300, turned)) / 200), spot.day);
        else this.acts.panBy(Math.sign(turned) * weeks);
        turned = 0;
      }, WHEEL_MS);
    };
    node.addEventListener('wheel', on, { passive: false });
    return () => {
      node.removeEventListener('wheel', on);
      clearTimeout(waiting);
      clearTimeout(hiding);
    };
  };
}
