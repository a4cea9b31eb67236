import type { Series } from "@/ui/chart/points";

export interface Summary {
    least: number;
    most: number;
    mean: number;
    count: number;
}

/** Least, greatest and mean of what is drawn; nothing when there is nothing. */
export function summaryOf(series: Series): Summary | undefined {
    let least = Infinity;
    let most = -Infinity;
    let sum = 0;
    let count = 0;
    series.value.forEach((value, i) => {
        if (value === null) return;
        least = Math.min(least, series.min?.[i] ?? value);
        most = Math.max(most, series.max?.[i] ?? value);
        sum += value;
        count += 1;
    });
    return count === 0 ? undefined : { least, most, mean: sum / count, count };
}
