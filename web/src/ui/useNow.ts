import { useSyncExternalStore } from "react";

/** Ages are told in whole seconds at best; one clock for the whole page keeps them in step. */
const TICK_MS = 5_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    now = Date.now();
    timer ??= setInterval(() => {
        now = Date.now();
        listeners.forEach((each) => each());
    }, TICK_MS);
    return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
            clearInterval(timer);
            timer = undefined;
        }
    };
}

/** The time now in epoch ms, renewed every few seconds. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
