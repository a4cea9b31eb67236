import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api } from "@/api/client";
import { useSeries } from "@/api/queries";
import type { Datastream } from "@/api/types";
import { useTexts } from "@/i18n";
import { lastSpan } from "@/ui/chart/span";
import { StreamChart } from "@/ui/chart/StreamChart";
import { Section } from "@/ui/Page";
import { useNow } from "@/ui/useNow";
import { excursions, type RuleDraft } from "./ruleDraft";
import { StreamPicker } from "./RuleTarget";
import { alarmTexts } from "./texts";

/** The limit over the readings of the last day, and how often it would have been crossed. */
export function RulePreview({ draft, asset }: { draft: RuleDraft; asset: number | null }) {
    const t = useTexts(alarmTexts);
    const [example, setExample] = useState<number | null>(null);
    const id = draft.target === "one" ? draft.datastream_id : example;
    const stream = useQuery({
        queryKey: ["datastream", id],
        queryFn: ({ signal }) => api.get<Datastream>(`/api/v1/datastreams/${id}`, { signal }),
        enabled: id !== null,
    });
    return (
        <Section title={t.preview}>
            {draft.target === "class" && <StreamPicker value={example} startAsset={asset} onChange={setExample} />}
            {stream.data ? (
                <Preview draft={draft} stream={stream.data} />
            ) : (
                <p className="nothing" style={{ marginTop: 8 }}>
                    {t.previewPick}
                </p>
            )}
        </Section>
    );
}

function Preview({ draft, stream }: { draft: RuleDraft; stream: Datastream }) {
    const t = useTexts(alarmTexts);
    const { from, to } = lastSpan("day", useNow());
    const series = useSeries(stream.id, from, to).data;
    const { kind, limit, dead_band: deadBand, priority, name } = draft;
    const label = name.trim() || t.limit;
    const limits = useMemo(
        () => (limit === null || kind === "no_data" ? [] : [{ value: limit, label, priority }]),
        [limit, kind, label, priority],
    );
    // Of a bucket only its extreme can have crossed the limit.
    const values = (kind === "above" ? series?.max : series?.min) ?? series?.value ?? [];
    return (
        <>
            <StreamChart datastream={stream} from={from} to={to} limits={limits} height={260} />
            {limit !== null && kind !== "no_data" && series && (
                <p aria-live="polite">{t.previewCount(excursions(values, kind, limit, deadBand))}</p>
            )}
        </>
    );
}
