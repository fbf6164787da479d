/** What a key asks for while the grid has the focus. */
export type Command =
  | { do: 'row'; by: -1 | 1 }
  | { do: 'column'; by: number; extends: boolean }
  | { do: 'band'; by: -1 | 1 }
  | { do: 'end'; at: 'first' | 'last' }
  | { do: 'open' | 'expand' | 'expand-all' | 'close' | 'select' }
  | { do: 'zoom'; closer: boolean }
  | { do: 'table' | 'next-window' | 'next-stock-out' | 'plan' | 'filter' | 'keys' };

interface Press {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing?: boolean;
}

/**
 * The command of a key press; null where the browser or nobody wants it.
 *
 * @param hasLetters whether single letters act: readers who dictate turn them off (WCAG 2.1.4)
 */
export function commandOf(press: Press, hasLetters: boolean): Command | null {
  if (press.isComposing || press.altKey) return null;
  const hasModifier = press.ctrlKey || press.metaKey;
  switch (press.key) {
    case 'ArrowUp':
    case 'ArrowDown':
      return hasModifier ? null : { do: 'row', by: press.key === 'ArrowUp' ? -1 : 1 };
    case 'ArrowLeft':
    case 'ArrowRight': {
      const by = press.key === 'ArrowLeft' ? -1 : 1;
      return hasModifier ? { do: 'band', by } : { do: 'column', by, extends: press.shiftKey };
    }
    case 'Home':
      return { do: 'end', at: 'first' };
    case 'End':
      return { do: 'end', at: 'last' };
    case 'Enter':
      return { do: 'open' };
    case 'Escape':
      return { do: 'close' };
    case ' ':
      return { do: 'select' };
  }
  if (hasModifier || !hasLetters) return null;
  switch (press.key.toLowerCase()) {
    case 'e':
      return { do: press.shiftKey ? 'expand-all' : 'expand' };
    case '[':
      return { do: 'zoom', closer: false };
    case ']':
      return { do: 'zoom', closer: true };
    case 't':
      return { do: 'table' };
    case 'w':
      return { do: 'next-window' };
    case 's':
      return { do: 'next-stock-out' };
    case 'p':
      return { do: 'plan' };
    case '/':
      return { do: 'filter' };
    case '?':
      return { do: 'keys' };
  }
  return null;
}
