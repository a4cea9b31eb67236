/** States one can go back and forth through. Immutable; pure. */
export interface History<T> {
    past: readonly T[];
    now: T;
    future: readonly T[];
}

/** Steps back that are kept: more than anybody takes by hand. */
export const STEPS_KEPT = 200;

export const historyOf = <T>(now: T): History<T> => ({ past: [], now, future: [] });

/** A new state; what was undone before can no longer be redone. */
export const pushed = <T>({ past, now }: History<T>, next: T): History<T> =>
    next === now ? { past, now, future: [] } : { past: [...past, now].slice(-STEPS_KEPT), now: next, future: [] };

export function undone<T>(history: History<T>): History<T> {
    const before = history.past.at(-1);
    return before === undefined ? history : { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] };
}

export function redone<T>(history: History<T>): History<T> {
    const [next, ...rest] = history.future;
    return next === undefined ? history : { past: [...history.past, history.now], now: next, future: rest };
}
