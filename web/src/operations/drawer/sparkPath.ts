/**
 * An SVG path through points in a box of `width` × `height`; a silence longer than `gapMs` and missing values break it.
 * `from`…`to` (ms) is the whole width.
 */
export function sparkPath(
    t: readonly number[],
    value: readonly (number | null)[],
    box: { from: number; to: number; width: number; height: number; gapMs: number | null },
): string {
    let least = Infinity;
    let most = -Infinity;
    for (const v of value) {
        if (v === null) continue;
        least = Math.min(least, v);
        most = Math.max(most, v);
    }
    if (least > most || box.to <= box.from) return "";
    const pad = 2;
    const x = (at: number): number => ((at - box.from) / (box.to - box.from)) * box.width;
    const y = (v: number): number => (most === least ? box.height / 2 : box.height - pad - ((v - least) / (most - least)) * (box.height - 2 * pad));
    let path = "";
    let before: number | undefined;
    t.forEach((at, i) => {
        const v = value[i];
        if (v === null || v === undefined) {
            before = undefined;
            return;
        }
        const joined = before !== undefined && (box.gapMs === null || at - before <= box.gapMs);
        path += `${joined ? "L" : "M"}${x(at).toFixed(1)} ${y(v).toFixed(1)}`;
        before = at;
    });
    return path;
}
