import type { Day, DayRange } from '$lib/calendar/day';
import { columnAt, type Frame } from '$lib/charts/scale.layout';
import { type Grip, movedRange } from './bar-move';
import type { Picture } from './picture.svelte';
import type { PromotionBar } from './timeline';

const HOVER_MS = 80;
const DRAG_PX = 5;
const HINT_MS = 1500;
const WHEEL_MS = 90;

interface Acts {
  frame: () => Frame;
  zoomAt: (factor: number, day: Day) => void;
  panBy: (weeks: number) => void;
  /** The bar of ours that a mark stands for; null where it cannot be moved. */
  barOf: (row: string, mark: string) => PromotionBar | null;
  /** A bar was let go on other days. */
  drop: (bar: PromotionBar, range: DayRange) => void;
}

/** A bar that was pressed, and where. */
interface Held {
  bar: PromotionBar;
  grip: Grip;
  clientX: number;
}

/** The pointer over the plots: reads under it, chooses weeks by a drag, zooms and pans by a wheel with a key. */
export class Pointing {
  /** Told once: a plain wheel scrolls the page. */
  isHintShown = $state(false);
  #pressed: { row: string; column: number; px: number } | null = null;
  #held: Held | null = null;
  /** The press that ends now was a drag of a bar: its click opens nothing. */
  #hasMoved = false;
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
    if (this.#held && event.buttons === 1) return this.drag(event, this.#held);
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
    this.#hasMoved = false;
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const target = event.target as Element;
    if (target.closest('a, button') === null) this.#pressed = this.spotAt(event);
    else this.hold(event, target);
  };

  /** Takes hold of a bar, at an end where the pointer is near one. */
  private hold(event: PointerEvent, target: Element) {
    const mark = target.closest<HTMLElement | SVGElement>('[data-movable]');
    const row = target.closest<HTMLElement>('[data-plot]')?.dataset.plot;
    const bar = mark && row ? this.acts.barOf(row, mark.dataset.mark!) : null;
    if (!bar?.movable) return;
    const grip = (target.closest<SVGElement>('[data-grip]')?.dataset.grip ?? 'whole') as Grip;
    // A promotion that runs keeps its first day: all of it that moves is its end.
    this.#held = { bar, grip: bar.movable.start ? grip : 'end', clientX: event.clientX };
  }

  private drag(event: PointerEvent, { bar, grip, clientX }: Held) {
    const { picture } = this;
    const dx = event.clientX - clientX;
    if (!picture.grab) {
      if (Math.abs(dx) <= DRAG_PX || this.#hasMoved) return;
      // From here on the grid hears of the pointer wherever it goes, and the link below it does not.
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      this.#hasMoved = true;
      picture.hover = null;
    }
    const days = dx / this.acts.frame().pxPerDay;
    const range = movedRange(bar, grip, days, bar.movable!.least, event.altKey);
    picture.grab = { bar, grip, range };
  }

  /** Lets go of a drag wherever the pointer is. */
  up = () => {
    this.#pressed = null;
    this.#held = null;
    const { grab } = this.picture;
    if (!grab) return;
    if (grab.range.from === grab.bar.from && grab.range.to === grab.bar.to) this.picture.grab = null;
    else this.acts.drop(grab.bar, grab.range);
  };

  /** The pointer was taken away, or the reader thought better of it. */
  cancel = () => {
    this.#pressed = null;
    this.#held = null;
    this.picture.grab = null;
  };

  leave = () => {
    clearTimeout(this.#timer);
    this.picture.point(null);
  };

  click = (event: MouseEvent) => {
    const { picture } = this;
    if (this.#hasMoved) {
      event.preventDefault();
      return;
    }
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
