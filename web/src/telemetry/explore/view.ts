// The stretch of time on screen, and how it moves.
export interface View {
    from: number;
    to: number;
}

const LEAST_MS = 5_000;
const MOST_MS = 20 * 365.25 * 86_400_000;
/** A key or a button moves by a quarter of the screen and zooms by two. */
const KEY_STEP = 0.25;
export const KEY_ZOOM = 2;

/** Moved by `share` of its own length: forward when positive, but not beyond `latest`. */
export function pan(view: View, share: number, latest: number): View {
    const length = view.to - view.from;
    const to = Math.min(view.to + length * share, Math.max(latest, view.to));
    return rounded({ from: to - length, to });
}

/** `factor` times as long, with the instant at `anchor` (0 left … 1 right) staying where it is. What would lie beyond
    `latest` is given on the left instead. */
export function zoom(view: View, factor: number, anchor: number, latest: number): View {
    const length = view.to - view.from;
    const next = Math.min(MOST_MS, Math.max(LEAST_MS, length * factor));
    const from = view.from + anchor * (length - next);
    const beyond = Math.max(0, from + next - Math.max(latest, view.to));
    return rounded({ from: from - beyond, to: from + next - beyond });
}

/** Where a key leads: arrows pan, + and − zoom; nothing for all others. */
export function byKey(key: string, view: View, latest: number): View | undefined {
    switch (key) {
        case "ArrowLeft":
            return pan(view, -KEY_STEP, latest);
        case "ArrowRight":
            return pan(view, KEY_STEP, latest);
        case "+":
        case "=":
            return zoom(view, 1 / KEY_ZOOM, 0.5, latest);
        case "-":
        case "−":
        case "_":
            return zoom(view, KEY_ZOOM, 0.5, latest);
        default:
            return undefined;
    }
}

const rounded = ({ from, to }: View): View => ({ from: Math.round(from), to: Math.round(to) });
