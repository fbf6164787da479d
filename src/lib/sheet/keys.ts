/** What a key asks of a sheet. */
export type SheetCommand =
  | { do: 'move'; down: number; right: number; extends: boolean }
  | { do: 'along'; by: 1 | -1 }
  | { do: 'edit'; text: string | null }
  | { do: 'clear' | 'all' | 'undo' | 'redo' | 'lock' | 'leave' }
  | { do: 'fill'; way: 'down' | 'right' };

interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const ARROWS: Record<string, [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1]
};

/** Lines of a page up or down. */
const PAGE = 12;
const FAR = Number.MAX_SAFE_INTEGER;

/**
 * The command of a key that is pressed on a sheet, by the conventions of spreadsheets; null for a key that means nothing
 * here. Copy, cut and paste are events of their own.
 */
export function sheetCommandOf(pressed: Pressed): SheetCommand | null {
  const { key, shiftKey, altKey } = pressed;
  const isControl = pressed.ctrlKey || pressed.metaKey;
  if (altKey) return null;
  const arrow = ARROWS[key];
  if (arrow) {
    const far = isControl ? FAR : 1;
    return { do: 'move', down: arrow[0] * far, right: arrow[1] * far, extends: shiftKey };
  }
  if (isControl) {
    switch (key.toLowerCase()) {
      case 'a':
        return { do: 'all' };
      case 'd':
        return { do: 'fill', way: 'down' };
      case 'r':
        return { do: 'fill', way: 'right' };
      case 'z':
        return { do: shiftKey ? 'redo' : 'undo' };
      case 'y':
        return { do: 'redo' };
      case 'home':
        return { do: 'move', down: -FAR, right: -FAR, extends: shiftKey };
      case 'end':
        return { do: 'move', down: FAR, right: FAR, extends: shiftKey };
      default:
        return null;
    }
  }
  switch (key) {
    case 'Enter':
      return { do: 'move', down: shiftKey ? -1 : 1, right: 0, extends: false };
    case 'Tab':
      return { do: 'along', by: shiftKey ? -1 : 1 };
    case 'Home':
      return { do: 'move', down: 0, right: -FAR, extends: shiftKey };
    case 'End':
      return { do: 'move', down: 0, right: FAR, extends: shiftKey };
    case 'PageUp':
      return { do: 'move', down: -PAGE, right: 0, extends: shiftKey };
    case 'PageDown':
      return { do: 'move', down: PAGE, right: 0, extends: shiftKey };
    case 'F2':
      return { do: 'edit', text: null };
    case 'Delete':
    case 'Backspace':
      return { do: 'clear' };
    case 'Escape':
      return { do: 'leave' };
    case 'l':
    case 'L':
      return { do: 'lock' };
    default:
      // Typing a figure begins a new one.
      return /^[\d０-９.．\-−－+]$/.test(key) ? { do: 'edit', text: key } : null;
  }
}
