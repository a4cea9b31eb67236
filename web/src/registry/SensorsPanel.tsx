import { Button, Segmented, Skeleton } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useDatastreams } from "@/api/queries";
import type { Asset, Datastream } from "@/api/types";
import { IconChevronDown, IconChevronRight } from "@/app/icons";
import { common, useTexts } from "@/i18n";
import { StreamChart } from "@/ui/chart/StreamChart";
import { lastSpan, type SpanName } from "@/ui/chart/span";
import { useLimits } from "@/ui/chart/useLimits";
import { ErrorView } from "@/ui/ErrorView";
import { LiveReading } from "@/ui/LiveReading";
import { Section } from "@/ui/Page";
import { uiTexts } from "@/ui/texts";
import { useNow } from "@/ui/useNow";
import { registryTexts } from "./texts";

/** Charts open at once; the rest wait for a click, so that a station with fifty streams opens as fast as a bridge. */
const OPEN_AT_ONCE = 2;
const SPANS: SpanName[] = ["hour", "day", "week"];

export function SensorsPanel({ asset }: { asset: Asset }) {
    const t = useTexts(registryTexts);
    const u = useTexts(uiTexts);
    const [span, setSpan] = useState<SpanName>("hour");
    const read = useDatastreams({ asset: asset.id });
    return (
        <Section
            title={t.sensors}
            extra={
                read.data &&
                read.data.length > 0 && (
                    <Segmented
                        aria-label={t.span}
                        value={span}
                        onChange={setSpan}
                        options={SPANS.map((value) => ({ value, label: u.spans[value] }))}
                    />
                )
            }
        >
            {read.isPending && <Skeleton active paragraph={{ rows: 4 }} title={false} />}
            {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
            {read.data?.length === 0 && <p className="nothing">{t.noSensors}</p>}
            {read.data?.map((stream, at) => (
                <StreamRow
                    key={stream.id}
                    stream={stream}
                    assetClass={asset.class}
                    span={span}
                    startOpen={at < OPEN_AT_ONCE}
                />
            ))}
        </Section>
    );
}

interface RowProps {
    stream: Datastream;
    assetClass: string;
    span: SpanName;
    startOpen: boolean;
}

function StreamRow({ stream, assetClass, span, startOpen }: RowProps) {
    const words = useTexts(common);
    const [open, setOpen] = useState(startOpen);
    const limits = useLimits(stream, assetClass);
    const { from, to } = lastSpan(span, useNow());
    const property = words.property[stream.property as keyof typeof words.property] ?? stream.property;
    return (
        <article className="stream-row">
            <header>
                <Button
                    type="text"
                    aria-expanded={open}
                    aria-label={stream.name}
                    icon={open ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
                    onClick={() => setOpen(!open)}
                />
                <span className="grow">
                    <Link to={`/sensors/${stream.id}`}>{stream.name}</Link>
                    <small className="muted"> {property}</small>
                </span>
                <LiveReading datastream={stream} />
            </header>
            {open && <StreamChart datastream={stream} from={from} to={to} limits={limits} height={160} />}
        </article>
    );
}
