/**
 * Holds back what was asked while the session is locked, and lets it go on after the unlock: an act that met the lock is
 * neither lost nor has to be repeated by hand.
 */
export class LockGate {
    private waiting: { go: () => void; stop: () => void }[] = [];
    private onLocked: () => void = () => undefined;

    /** Called when the first request meets the lock. */
    setLockedHandler(handler: () => void): void {
        this.onLocked = handler;
    }

    /** Resolves at the unlock; rejects with AbortError when the caller gives up or the session ends instead. */
    wait(signal?: AbortSignal): Promise<void> {
        return new Promise((resolve, reject) => {
            const gaveUp = (): void => reject(new DOMException("aborted", "AbortError"));
            if (signal?.aborted) return gaveUp();
            const entry = {
                go: () => {
                    signal?.removeEventListener("abort", leave);
                    resolve();
                },
                stop: gaveUp,
            };
            const leave = (): void => {
                this.waiting = this.waiting.filter((each) => each !== entry);
                gaveUp();
            };
            signal?.addEventListener("abort", leave, { once: true });
            this.waiting.push(entry);
            this.onLocked();
        });
    }

    unlocked(): void {
        const all = this.waiting;
        this.waiting = [];
        all.forEach((each) => each.go());
    }

    ended(): void {
        const all = this.waiting;
        this.waiting = [];
        all.forEach((each) => each.stop());
    }
}

export const lockGate = new LockGate();
