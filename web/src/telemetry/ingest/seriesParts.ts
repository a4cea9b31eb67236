import type { SeriesSource } from "./types";

/** Where the name of what is measured stands in the name of a series: behind the first or the last of these. */
const MARKS: Record<SeriesSource, { mark: string; last: boolean }> = {
    line_protocol: { mark: " ", last: true },
    chirpstack: { mark: "/", last: false },
    json: { mark: " ", last: false },
    sparkplug: { mark: "/", last: true },
};

/** What is measured, and where: many series differ in their ends alone. */
export function seriesParts(source: SeriesSource, series: string): { what: string; where: string } {
    const { mark, last } = MARKS[source];
    const at = last ? series.lastIndexOf(mark) : series.indexOf(mark);
    // In line protocol a blank of the name itself has a backslash before it.
    const escaped = source === "line_protocol" && series[at - 1] === "\\";
    if (at < 0 || escaped) return { what: series, where: "" };
    return { what: series.slice(at + 1), where: series.slice(0, at) };
}
