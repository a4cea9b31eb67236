import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { lastSpan, SPANS_MS, type SpanName } from "@/ui/chart/span";
import { useNow } from "@/ui/useNow";

const KEYS = ["span", "from", "to"];

export interface Span {
    from: number;
    to: number;
    /** The named span that moves with the clock; nothing for a fixed one. */
    name: SpanName | undefined;
}

const isSpanName = (text: string | null): text is SpanName => text !== null && text in SPANS_MS;

/** The span of a chart, kept in the address: a link shows a colleague the same stretch of time. */
export function useSpan(usual: SpanName) {
    const [params, setParams] = useSearchParams();
    const now = useNow();
    const from = Date.parse(params.get("from") ?? "");
    const to = Date.parse(params.get("to") ?? "");
    const named = params.get("span");
    const fixed = Number.isFinite(from) && Number.isFinite(to) && from < to;
    const name = fixed ? undefined : isSpanName(named) ? named : usual;
    const span: Span = name ? { ...lastSpan(name, now), name } : { from, to, name: undefined };

    // What else the address says stays. A chart is moved in many small steps: none of them is a page to go back to.
    const set = useCallback(
        (next: Record<string, string>) =>
            setParams(
                (before) => {
                    const kept = [...before].filter(([key]) => !KEYS.includes(key));
                    return new URLSearchParams([...kept, ...Object.entries(next)]);
                },
                { replace: true },
            ),
        [setParams],
    );
    const follow = useCallback((next: SpanName) => set({ span: next }), [set]);
    const fix = useCallback(
        (start: number, end: number) => set({ from: new Date(start).toISOString(), to: new Date(end).toISOString() }),
        [set],
    );
    return { span, follow, fix };
}
