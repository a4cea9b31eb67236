import type { Series } from "@/ui/chart/points";

export interface Summary {
    least: number;
    most: number;
    mean: number;
    /** Readings that are not bad. */
    count: number;
}

/** The number by which the server tells that a reading is bad. */
const BAD = 2;

/** Least, greatest and mean of the readings that are not bad; nothing when there is none. */
export function summaryOf(series: Series): Summary | undefined {
    let least = Infinity;
    let most = -Infinity;
    let sum = 0;
    let count = 0;
    series.value.forEach((value, i) => {
        if (value === null || series.quality?.[i] === BAD) return;
        // A pushed reading that continues buckets is in the last of them already.
        if (series.count && series.count[i] === undefined) return;
        const readings = series.count?.[i] ?? 1;
        least = Math.min(least, series.min?.[i] ?? value);
        most = Math.max(most, series.max?.[i] ?? value);
        sum += value * readings;
        count += readings;
    });
    return count === 0 ? undefined : { least, most, mean: sum / count, count };
}

export interface Availability {
    present: number;
    expected: number;
    share: number;
}

/** How many of the readings that were due between `from` and `to` have come; nothing when none was due. */
export function availabilityOf(count: number, intervalS: number | null, from: number, to: number): Availability | undefined {
    if (!intervalS) return undefined;
    const expected = Math.floor((to - from) / (intervalS * 1000));
    return expected < 1 ? undefined : { present: count, expected, share: Math.min(1, count / expected) };
}
