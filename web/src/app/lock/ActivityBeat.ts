/** The server hears of activity at most this often. */
export const BEAT_MS = 60_000;

export interface Clock {
    now(): number;
    /** Gives what cancels it. */
    after(ms: number, act: () => void): () => void;
}

/**
 * Tells the server that a person is there: at once after a pause, then at most once a minute, and once more at the end of a
 * minute in which something happened, so that the lock counts from the last act and not from the last report.
 */
export class ActivityBeat {
    private last: number;
    private pending: (() => void) | undefined;

    constructor(
        private readonly clock: Clock,
        /** Reports; may fail, the next act tries again. */
        private readonly send: () => void,
    ) {
        this.last = clock.now();
    }

    /** When the server last heard of somebody, ms since 1970. */
    get lastBeat(): number {
        return this.last;
    }

    /** A key, a click, a touch, a turn of the wheel. */
    acted(): void {
        const wait = this.last + BEAT_MS - this.clock.now();
        if (wait <= 0) this.beat();
        else this.pending ??= this.clock.after(wait, () => this.beat());
    }

    /** Another tab, or a change that was saved, has told the server. */
    heard(at: number): void {
        this.last = Math.max(this.last, at);
    }

    stop(): void {
        this.pending?.();
        this.pending = undefined;
    }

    private beat(): void {
        this.stop();
        this.last = this.clock.now();
        this.send();
    }
}
