import type { ReactNode } from "react";
import { Link } from "react-router";
import { useMay } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { StateMark, type MarkState } from "@/ui/StateMark";
import { ingestTexts } from "./texts";
import type { IngestHealth } from "./types";

const MS = 1000;

/** The few figures that tell whether readings flow. */
export function HealthFigures({ health }: { health: IngestHealth }) {
    const t = useTexts(ingestTexts);
    const format = useFormat();
    const mayMap = useMay("sensor.write");
    const broker = health.mqtt_paused ? "paused" : health.mqtt;
    const brokerState: MarkState = broker === "disconnected" ? "major" : broker === "paused" ? "warning" : broker === "off" ? "unknown" : "normal";
    const lag = health.lag_s < 1 ? `${format.number(health.lag_s * MS)} ms` : format.duration(health.lag_s);
    return (
        <dl className="figures card">
            <Figure label={t.rate} value={format.number(health.readings_per_s, health.readings_per_s < 10 ? 1 : 0)} />
            <Figure label={t.lag} value={lag} />
            <Figure label={t.queue} value={format.number(health.queued)} note={t.queueOf(format.number(health.queued_max))} />
            <Figure label={t.database} value={<State state={health.database === "up" ? "normal" : "critical"} text={health.database === "up" ? t.databaseUp : t.databaseDown} />} />
            <Figure label={t.broker} value={<State state={brokerState} text={t.brokers[broker]} />} />
            <Figure label={t.waiting} value={mayMap && health.waiting > 0 ? <Link to="/ingest/mappings">{format.number(health.waiting)}</Link> : format.number(health.waiting)} />
        </dl>
    );
}

function Figure({ label, value, note }: { label: string; value: ReactNode; note?: string }) {
    return (
        <div>
            <dt>{label}</dt>
            <dd>
                {value}
                {note && <small>{note}</small>}
            </dd>
        </div>
    );
}

function State({ state, text }: { state: MarkState; text: string }) {
    return (
        <span className={`tag mark-${state}`}>
            <StateMark state={state} />
            {text}
        </span>
    );
}
