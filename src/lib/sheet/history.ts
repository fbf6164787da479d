/** Steps that can be undone and done again; what is undone is forgotten once another step is made. */
export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
}

const MOST_STEPS = 100;

export function historyOf<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** The history with one more step. */
export function stepped<T>({ past, present }: History<T>, next: T): History<T> {
  return { past: [...past, present].slice(-MOST_STEPS), present: next, future: [] };
}

/** One step back; the same history where there is none. */
export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future]
  };
}

/** One step forward again; the same history where there is none. */
export function redone<T>(history: History<T>): History<T> {
  const [next, ...rest] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future: rest };
}
