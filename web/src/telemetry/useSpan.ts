import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { lastSpan, SPANS_MS, type SpanName } from "@/ui/chart/span";
import { useNow } from "@/ui/useNow";

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

    const follow = useCallback((next: SpanName) => setParams({ span: next }, { replace: true }), [setParams]);
    const fix = useCallback(
        (start: number, end: number) =>
            setParams({ from: new Date(start).toISOString(), to: new Date(end).toISOString() }),
        [setParams],
    );
    /** Half a screen back (-1) or forward (+1). */
    const shift = (direction: -1 | 1) => {
        const step = ((span.to - span.from) / 2) * direction;
        fix(span.from + step, Math.min(span.to + step, now));
    };
    return { span, follow, fix, shift };
}
