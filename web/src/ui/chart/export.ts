import type { Series } from "./points";

/** A series with what it is called where it came from. */
export interface Named {
    id: number;
    name: string;
    unit: string;
    series: Series;
}

const QUALITY = ["good", "uncertain", "bad"];

/** CSV with a byte order mark, so that spreadsheets read the Vietnamese names, and times in RFC 3339 for programs. One row for
    each reading or bucket, with the columns that the datastreams have. */
export function seriesCsv(all: Named[]): string {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const has = (column: "min" | "count" | "quality") => all.some(({ series }) => series[column]);
    const banded = has("min"), counted = has("count"), judged = has("quality");
    const head = ["time", "datastream", "name", "unit", "value", ...(banded ? ["min", "max"] : []), ...(counted ? ["count", "bad"] : []), ...(judged ? ["quality"] : [])];
    const rows = all.flatMap(({ id, name, unit, series }) => {
        const whose = [id, quoted(name), quoted(unit)];
        return series.t.map((t, i) => {
            const cells = [new Date(t).toISOString(), ...whose, series.value[i] ?? ""];
            if (banded) cells.push(series.min?.[i] ?? "", series.max?.[i] ?? "");
            if (counted) cells.push(series.count?.[i] ?? "", series.bad?.[i] ?? "");
            if (judged) cells.push(QUALITY[series.quality?.[i] ?? -1] ?? "");
            return cells.join(",");
        });
    });
    return `\uFEFF${[head.join(","), ...rows].join("\r\n")}\r\n`;
}

export function download(name: string, content: Blob): void {
    const url = URL.createObjectURL(content);
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    URL.revokeObjectURL(url);
}

/** The chart as a picture that can stand alone in a report: its title above, on the ground of the page. */
export function downloadPng(chart: HTMLCanvasElement, title: string, ground: string, ink: string): void {
    const scale = window.devicePixelRatio || 1;
    const band = 40 * scale;
    const sheet = document.createElement("canvas");
    sheet.width = chart.width;
    sheet.height = chart.height + band;
    const pen = sheet.getContext("2d");
    if (!pen) return;
    pen.fillStyle = ground;
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.fillStyle = ink;
    pen.font = `600 ${15 * scale}px "Be Vietnam Pro", sans-serif`;
    pen.fillText(title, 12 * scale, 26 * scale);
    pen.drawImage(chart, 0, band);
    sheet.toBlob((blob) => blob && download(`${fileName(title)}.png`, blob));
}

/** A file name that every system takes: no diacritics, words joined by hyphens. */
export function fileName(title: string): string {
    const plain = title.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d");
    return (
        plain
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, "-")
            .replace(/^-|-$/g, "")
            .slice(0, 80) || "hatang"
    );
}
