import { useMemo } from "react";
import { Link } from "react-router";
import { useAsset, useSeries } from "@/api/queries";
import type { Datastream } from "@/api/types";
import { useTexts } from "@/i18n";
import { lastSpan } from "@/ui/chart/span";
import { StreamChart } from "@/ui/chart/StreamChart";
import { Section } from "@/ui/Page";
import { useNow } from "@/ui/useNow";
import { excursions, type RuleDraft } from "./ruleDraft";
import { StreamPicker } from "./RuleTarget";
import { alarmTexts } from "./texts";

interface Props {
    draft: RuleDraft;
    /** What the rule is shown on. */
    stream: Datastream | undefined;
    asset: number | null;
    /** Another stream to look at, for a rule over a class. */
    onChoose: (id: number | null) => void;
    chosen: number | null;
}

/** The limit over the readings of the last day, and how often it would have been crossed. */
export function RulePreview({ draft, stream, asset, chosen, onChoose }: Props) {
    const t = useTexts(alarmTexts);
    return (
        <Section title={t.preview}>
            {stream ? <Preview draft={draft} stream={stream} /> : <p className="nothing">{t.previewPick}</p>}
            {draft.target === "class" && (
                <div style={{ marginTop: 16 }}>
                    <StreamPicker label={t.previewStream} value={chosen} startAsset={asset} onChange={onChoose} />
                </div>
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
            {stream.asset_id && <StreamName stream={stream} />}
            <StreamChart datastream={stream} from={from} to={to} limits={limits} height={260} />
            {limit !== null && kind !== "no_data" && series && (
                <p aria-live="polite">{t.previewCount(excursions(values, kind, limit, deadBand))}</p>
            )}
        </>
    );
}

function StreamName({ stream }: { stream: Datastream }) {
    const asset = useAsset(stream.asset_id).data;
    return (
        <p>
            <Link to={`/sensors/${stream.id}`}>{stream.name}</Link>
            {asset && <span className="muted"> · {asset.name}</span>}
        </p>
    );
}
