import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Priority } from "@/api/types";
import { useTexts, useFormat, common } from "@/i18n";
import { useLiveKpi, useOpenAlarms } from "@/live/useLive";
import { StateMark } from "@/ui/StateMark";
import { operationsTexts } from "./texts";

const PRIORITIES: Priority[] = ["critical", "major", "warning", "notice"];

function Figure({ label, value, sub, to, tone }: { label: string; value: string; sub?: ReactNode; to: string; tone?: string | undefined }) {
    return (
        <Link to={to} className={`kpi ${tone ?? ""}`}>
            <span className="kpi-label">{label}</span>
            <span className="kpi-value">
                <strong>{value}</strong>
                {sub && <small>{sub}</small>}
            </span>
        </Link>
    );
}

/** The state of the city in six figures; each leads to what it counts. */
export function KpiStrip() {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const format = useFormat();
    const kpi = useLiveKpi();
    const alarms = useOpenAlarms();
    // Counted here, so that an acknowledgement shows at once.
    const unacknowledged = alarms.filter((alarm) => !alarm.acknowledged);
    const worst = PRIORITIES.find((priority) => unacknowledged.some((alarm) => alarm.priority === priority));
    const number = (value: number | null | undefined): string => format.number(value);
    return (
        <nav className="kpi-strip" aria-label={t.kpi.label}>
            <Figure label={t.kpi.unacknowledged} value={number(unacknowledged.length)} to="/?alarms=1" tone={worst && `kpi-${worst}`} />
            <Figure
                label={t.kpi.open}
                value={number(alarms.length)}
                to="/?alarms=all"
                sub={
                    <span className="kpi-marks">
                        {PRIORITIES.map((priority) => {
                            const count = alarms.filter((alarm) => alarm.priority === priority).length;
                            return count === 0 ? null : (
                                <span key={priority} className={`mark-${priority}`} title={words.priority[priority]}>
                                    <StateMark state={priority} size={11} />
                                    <span className="sr-only">{words.priority[priority]}</span> {number(count)}
                                </span>
                            );
                        })}
                    </span>
                }
            />
            <Figure label={t.kpi.work} value={number(kpi?.work_open)} to="/work-orders" sub={kpi?.work_overdue ? <span className="mark-major">{t.kpi.overdue(number(kpi.work_overdue))}</span> : undefined} />
            <Figure label={t.kpi.sensors} value={number(kpi?.sensors_fresh)} to="/sensors" sub={kpi && t.kpi.of(number(kpi.sensors))} />
            <Figure label={t.kpi.readings} value={number(kpi?.readings_per_s)} to="/sensors" />
            <Figure label={t.kpi.assets} value={number(kpi?.assets)} to="/assets" />
        </nav>
    );
}
