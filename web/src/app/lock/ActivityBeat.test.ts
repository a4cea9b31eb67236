import { expect, it } from "vitest";
import { ActivityBeat, BEAT_MS, type Clock } from "./ActivityBeat";

class TestClock implements Clock {
    time = 1_000_000;
    private due: { at: number; act: () => void }[] = [];
    now = () => this.time;
    after(ms: number, act: () => void): () => void {
        const entry = { at: this.time + ms, act };
        this.due.push(entry);
        return () => (this.due = this.due.filter((each) => each !== entry));
    }
    pass(ms: number): void {
        this.time += ms;
        const now = this.due.filter((each) => each.at <= this.time);
        this.due = this.due.filter((each) => each.at > this.time);
        now.forEach((each) => each.act());
    }
}

const begin = () => {
    const clock = new TestClock();
    const sent: number[] = [];
    const beat = new ActivityBeat(clock, () => sent.push(clock.time));
    return { clock, sent, beat };
};

it("reports at most once a minute, and the end of a busy minute too", () => {
    const { clock, sent, beat } = begin();
    for (let s = 0; s < 150; s += 1) {
        beat.acted();
        clock.pass(1_000);
    }
    expect(sent).toEqual([1_000_000 + BEAT_MS, 1_000_000 + 2 * BEAT_MS]);
    clock.pass(BEAT_MS);
    expect(sent.length).toBe(3);
});

it("reports at once after a pause, and says nothing while nobody acts", () => {
    const { clock, sent, beat } = begin();
    clock.pass(10 * BEAT_MS);
    expect(sent).toEqual([]);
    beat.acted();
    expect(sent).toEqual([clock.time]);
    expect(beat.lastBeat).toBe(clock.time);
});

it("counts what another tab has reported", () => {
    const { clock, sent, beat } = begin();
    clock.pass(2 * BEAT_MS);
    beat.heard(clock.time - 1_000);
    beat.acted();
    expect(sent).toEqual([]);
    clock.pass(BEAT_MS);
    expect(sent.length).toBe(1);
});
