import { Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useParams } from "react-router";
import { api } from "@/api/client";
import { useAsset } from "@/api/queries";
import type { Sensor } from "@/api/types";
import { useFormat, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { AssetLink } from "@/ui/AssetLink";
import { ErrorView } from "@/ui/ErrorView";
import { Facts, Page, Section } from "@/ui/Page";
import { ShapeMapView } from "@/ui/ShapeMapView";
import { StateMark } from "@/ui/StateMark";
import { deviceTexts } from "./texts";
import type { Gap, SensorHealth, StreamHealth } from "./types";
import "./devices.css";

const REFRESH_MS = 30_000;
const PLACE_DECIMALS = 5;
const BATTERY_LOW_PERCENT = 20;
const WHOLE = 100;
const VALUE_DECIMALS = 2;
const GAPS_SHOWN = 8;

/** One device: when it was heard, what of its readings is missing, its battery. */
export default function DevicePage() {
    const id = Number(useParams()["id"]);
    const t = useTexts(deviceTexts);
    const above = { to: "/devices", label: t.title };
    const sensor = useQuery({ queryKey: ["sensor", id], queryFn: ({ signal }) => api.get<Sensor>(`/api/v1/sensors/${id}`, { signal }) });
    const health = useQuery({
        queryKey: ["sensor", id, "health"],
        queryFn: ({ signal }) => api.get<SensorHealth>(`/api/v1/sensors/${id}/health`, { signal }),
        refetchInterval: REFRESH_MS,
    });
    const asset = useAsset(sensor.data?.asset_id ?? undefined).data;
    if (!sensor.data) {
        return (
            <Page above={above} title={t.name}>
                {sensor.isError ? <ErrorView error={sensor.error} onRetry={() => void sensor.refetch()} /> : <Skeleton active paragraph={{ rows: 10 }} />}
            </Page>
        );
    }
    return (
        <Page
            above={above}
            title={sensor.data.name}
            sub={
                <>
                    {asset && <AssetLink id={asset.id} name={asset.name} domain={asset.domain} />}
                    {health.data && <Contact health={health.data} />}
                </>
            }
        >
            {health.isError && !health.data && <ErrorView error={health.error} onRetry={() => void health.refetch()} />}
            {health.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
            {health.data && (
                <div className="columns">
                    <div className="stack">
                        <Streams streams={health.data.streams} />
                        <Gaps streams={health.data.streams} />
                    </div>
                    <div className="stack">
                        <Info sensor={sensor.data} health={health.data} />
                        <Place sensor={sensor.data} />
                    </div>
                </div>
            )}
        </Page>
    );
}

function Contact({ health }: { health: SensorHealth }) {
    const t = useTexts(deviceTexts);
    const stale = health.streams.length > 0 && health.streams.every((each) => each.stale);
    return (
        <span className={stale ? "tag mark-warning" : "tag tag-done"}>
            {stale && <StateMark state="stale" />}
            {health.last_contact ? (
                <span>
                    {t.lastContact}: <AgeText time={health.last_contact} />
                </span>
            ) : (
                t.never
            )}
        </span>
    );
}

function Streams({ streams }: { streams: StreamHealth[] }) {
    const t = useTexts(deviceTexts);
    const format = useFormat();
    return (
        <Section title={t.streams} extra={<span className="muted">{t.dayOf}</span>}>
            {streams.length === 0 && <p className="nothing">{t.noStreams}</p>}
            <ul className="rows device-streams">
                {streams.map((each) => {
                    const share = Math.min(1, each.present / each.expected);
                    return (
                        <li key={each.datastream_id}>
                            <Link className="grow" to={`/sensors/${each.datastream_id}`}>
                                {each.name}
                            </Link>
                            {!each.interval_s && <span className="muted">{t.eventBased}</span>}
                            {each.expected > 0 && (
                                <span className="completeness" title={t.counted(format.number(each.present), format.number(each.expected))}>
                                    <meter min={0} max={1} low={0.9} high={0.99} optimum={1} value={share} aria-label={t.complete(format.number(Math.floor(share * WHOLE)))} />
                                    {format.number(Math.floor(share * WHOLE))} %
                                </span>
                            )}
                            {each.last && <strong>{format.quantity(each.last.value, each.unit, Number.isInteger(each.last.value) ? 0 : VALUE_DECIMALS)}</strong>}
                            <AgeText time={each.last?.t ?? null} />
                        </li>
                    );
                })}
            </ul>
        </Section>
    );
}

/** The gap in the middle of what the chart shows. */
function around({ from, to }: Gap): string {
    const begin = Date.parse(from), end = Date.parse(to), room = end - begin;
    return new URLSearchParams({ from: new Date(begin - room).toISOString(), to: new Date(Math.min(end + room, Date.now())).toISOString() }).toString();
}

function Gaps({ streams }: { streams: StreamHealth[] }) {
    const t = useTexts(deviceTexts);
    const format = useFormat();
    const measured = streams.filter((each) => each.interval_s);
    if (measured.length === 0) return null;
    const gapped = measured.filter((each) => each.gaps_total > 0);
    return (
        <Section title={t.gaps}>
            {gapped.length === 0 && <p className="nothing">{t.noGaps}</p>}
            {gapped.map((each) => (
                <div key={each.datastream_id} className="gaps">
                    {streams.length > 1 && <h3>{each.name}</h3>}
                    <ul className="rows">
                        {each.gaps.slice(0, GAPS_SHOWN).map((gap) => (
                            <li key={gap.from}>
                                <Link to={`/sensors/${each.datastream_id}?${around(gap)}`}>{t.gap(format.dateTime(gap.from), format.dateTime(gap.to), format.number(gap.missing))}</Link>
                            </li>
                        ))}
                        {each.gaps_total > GAPS_SHOWN && <li className="muted">{t.moreGaps(format.number(each.gaps_total - GAPS_SHOWN))}</li>}
                    </ul>
                </div>
            ))}
        </Section>
    );
}

function Info({ sensor, health }: { sensor: Sensor; health: SensorHealth }) {
    const t = useTexts(deviceTexts);
    const format = useFormat();
    const battery = health.battery;
    const low = battery && battery.unit === "%" && battery.value < BATTERY_LOW_PERCENT;
    return (
        <Section title={t.info}>
            <Facts
                rows={[
                    [t.serial, sensor.serial],
                    [t.model, sensor.model],
                    [
                        t.battery,
                        battery ? (
                            <span className={low ? "tag mark-warning" : "tag"}>
                                {low && <StateMark state="warning" />}
                                {format.quantity(battery.value, battery.unit, battery.unit === "%" ? 0 : 2)} · <AgeText time={battery.t} />
                            </span>
                        ) : (
                            <span className="muted">{t.batteryUnknown}</span>
                        ),
                    ],
                    [t.description, sensor.description],
                ].map(([label, value]): [string, React.ReactNode] => [label as string, value || undefined])}
            />
        </Section>
    );
}

/** Where the device stands, on a small map. */
function Place({ sensor }: { sensor: Sensor }) {
    const t = useTexts(deviceTexts);
    const format = useFormat();
    const { lon, lat } = sensor;
    const point = useMemo<GeoJSON.Point | null>(() => (lon == null || lat == null ? null : { type: "Point", coordinates: [lon, lat] }), [lon, lat]);
    return (
        <Section title={t.location} extra={sensor.asset_id && <Link to={`/?asset=${sensor.asset_id}`}>{t.onMap}</Link>}>
            {point && lat != null && lon != null ? (
                <div className="place">
                    <ShapeMapView shape={point} label={t.location} />
                    <span className="muted">
                        {format.number(lat, PLACE_DECIMALS)}; {format.number(lon, PLACE_DECIMALS)}
                    </span>
                </div>
            ) : (
                <p className="nothing">{t.noLocation}</p>
            )}
        </Section>
    );
}
