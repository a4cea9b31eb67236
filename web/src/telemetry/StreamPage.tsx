import { Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { api } from "@/api/client";
import { useAsset } from "@/api/queries";
import type { Datastream, Sensor } from "@/api/types";
import { useMay } from "@/app/session";
import { common, useFormat, useTexts } from "@/i18n";
import { AssetLink } from "@/ui/AssetLink";
import { useLimits } from "@/ui/chart/useLimits";
import { ErrorView } from "@/ui/ErrorView";
import { LiveReading } from "@/ui/LiveReading";
import { Facts, Page, Section } from "@/ui/Page";
import { PriorityTag } from "@/ui/StateMark";
import { StreamExplorer } from "./StreamExplorer";
import { telemetryTexts } from "./texts";

/** One datastream: its value now, its past over any span, what watches it and where it comes from. */
export default function StreamPage() {
    const id = Number(useParams()["id"]);
    const t = useTexts(telemetryTexts);
    const above = { to: "/sensors", label: t.title };
    const read = useQuery({
        queryKey: ["datastream", id],
        queryFn: ({ signal }) => api.get<Datastream>(`/api/v1/datastreams/${id}`, { signal }),
    });
    const asset = useAsset(read.data?.asset_id ?? undefined).data;
    if (!read.data) {
        return (
            <Page above={above} title={t.name}>
                {read.isError ? (
                    <ErrorView error={read.error} onRetry={() => void read.refetch()} />
                ) : (
                    <Skeleton active paragraph={{ rows: 10 }} />
                )}
            </Page>
        );
    }
    const stream = read.data;
    return (
        <Page
            above={above}
            title={stream.name}
            sub={
                <>
                    {asset && <AssetLink id={asset.id} name={asset.name} domain={asset.domain} />}
                    <LiveReading datastream={stream} large />
                </>
            }
        >
            <div className="stack">
                <StreamExplorer stream={stream} assetClass={asset?.class} />
                <div className="columns">
                    <Watching stream={stream} assetClass={asset?.class} />
                    <Info stream={stream} />
                </div>
            </div>
        </Page>
    );
}

function Watching({ stream, assetClass }: { stream: Datastream; assetClass: string | undefined }) {
    const t = useTexts(telemetryTexts);
    const format = useFormat();
    const mayWrite = useMay("rule.write");
    const limits = useLimits(stream, assetClass);
    return (
        <Section
            title={t.rules}
            extra={
                mayWrite && (
                    <Link to={`/rules/new?datastream=${stream.id}&asset=${stream.asset_id ?? ""}`}>{t.addRule}</Link>
                )
            }
        >
            {limits.length === 0 && <p className="nothing">{t.noRules}</p>}
            <ul className="rows">
                {limits.map((limit, i) => (
                    <li key={i}>
                        <span className="grow">{limit.label}</span>
                        <span>{format.quantity(limit.value, stream.unit, stream.decimals)}</span>
                        <PriorityTag priority={limit.priority} />
                    </li>
                ))}
            </ul>
        </Section>
    );
}

function Info({ stream }: { stream: Datastream }) {
    const t = useTexts(telemetryTexts);
    const words = useTexts(common);
    const format = useFormat();
    const sensor = useQuery({
        queryKey: ["sensor", stream.sensor_id],
        queryFn: ({ signal }) => api.get<Sensor>(`/api/v1/sensors/${stream.sensor_id}`, { signal }),
    }).data;
    const bound = (value: number | null | undefined) =>
        value === null || value === undefined ? "…" : format.number(value, stream.decimals);
    const ranged = (stream.least ?? stream.most) !== undefined && (stream.least ?? stream.most) !== null;
    return (
        <Section title={t.info}>
            <Facts
                rows={[
                    [t.property, words.property[stream.property as keyof typeof words.property] ?? stream.property],
                    [t.unit, format.unit(stream.unit)],
                    [t.interval, stream.interval_s ? format.duration(stream.interval_s) : t.eventBased],
                    [t.range, ranged && `${bound(stream.least)} – ${bound(stream.most)} ${format.unit(stream.unit)}`],
                    [t.sensor, sensor && <Link key="device" to={`/devices/${sensor.id}`}>{sensor.name}</Link>],
                    [t.serial, sensor?.serial],
                    [t.model, sensor?.model],
                    [t.address, <code key="mqtt">{`v1.1/Datastreams(${stream.id})/Observations`}</code>],
                ].map(([label, value]): [string, React.ReactNode] => [label as string, value || undefined])}
            />
        </Section>
    );
}
