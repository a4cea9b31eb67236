import { Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { Alarm, Datastream, Transition } from "@/api/types";
import { common, useFormat, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { AssetLink } from "@/ui/AssetLink";
import { StreamChart } from "@/ui/chart/StreamChart";
import { lastSpan } from "@/ui/chart/span";
import { Course as Steps } from "@/ui/Course";
import { ErrorView } from "@/ui/ErrorView";
import { LiveReading } from "@/ui/LiveReading";
import { Facts, Page, Section } from "@/ui/Page";
import { AlarmStateTag, PriorityTag } from "@/ui/StateMark";
import { useNow } from "@/ui/useNow";
import { AlarmActs } from "./AlarmActs";
import { decimalsIn } from "./decimals";
import { alarmTexts } from "./texts";
import "./alarms.css";

type Detail = Alarm & { transitions?: Transition[] };

/** Shown before the alarm, and after its end while it is over. */
const MARGIN_MS = 3_600_000;

/** One alarm: what happened, what to do, the readings around it and who did what. */
export default function AlarmPage() {
    const id = Number(useParams()["id"]);
    const t = useTexts(alarmTexts);
    const language = useLanguage();
    const above = { to: "/alarms", label: t.title };
    const read = useQuery({
        queryKey: keys.alarm(id),
        queryFn: ({ signal }) => api.get<Detail>(`/api/v1/alarms/${id}`, { signal }),
    });
    const alarm = read.data;
    if (!alarm) {
        return (
            <Page above={above} title={t.title}>
                {read.isError ? (
                    <ErrorView error={read.error} onRetry={() => void read.refetch()} />
                ) : (
                    <Skeleton active paragraph={{ rows: 10 }} />
                )}
            </Page>
        );
    }
    return (
        <Page
            above={above}
            title={language === "vi" ? alarm.message_vi : alarm.message_en}
            sub={
                <>
                    <PriorityTag priority={alarm.priority} />
                    <AlarmStateTag state={alarm.state} />
                    <AgeText time={alarm.raised_at} />
                </>
            }
            acts={<AlarmActs alarm={alarm} />}
        >
            {alarm.state === "cleared" && !alarm.acknowledged && <p className="alarm-hint">{t.stillWants}</p>}
            <div className="columns">
                <div className="stack">
                    <Section title={t.advice}>
                        <p className={alarm.advice ? "alarm-advice" : "nothing"}>{alarm.advice || t.noAdvice}</p>
                    </Section>
                    <AlarmChart alarm={alarm} />
                </div>
                <div className="stack">
                    <AlarmFacts alarm={alarm} />
                    <Course alarm={alarm} />
                </div>
            </div>
        </Page>
    );
}

function AlarmChart({ alarm }: { alarm: Detail }) {
    const t = useTexts(alarmTexts);
    const now = useNow();
    const stream = useQuery({
        queryKey: ["datastream", alarm.datastream_id],
        queryFn: ({ signal }) => api.get<Datastream>(`/api/v1/datastreams/${alarm.datastream_id}`, { signal }),
    });
    const end = alarm.cleared_at ? Math.min(Date.parse(alarm.cleared_at) + MARGIN_MS, now) : now;
    const to = lastSpan("hour", end).to;
    const from = Date.parse(alarm.raised_at) - MARGIN_MS;
    const limits =
        // The limit of a silence is a time, not a value of the chart.
        alarm.kind === "no_data" || alarm.limit === undefined || alarm.limit === null
            ? []
            : [{ value: alarm.limit, label: t.limit, priority: alarm.priority }];
    return (
        <Section title={t.chart} extra={stream.data && <LiveReading datastream={stream.data} />}>
            {stream.isError && <ErrorView error={stream.error} inline onRetry={() => void stream.refetch()} />}
            {stream.data && <StreamChart datastream={stream.data} from={from} to={to} limits={limits} height={260} />}
        </Section>
    );
}

function AlarmFacts({ alarm }: { alarm: Alarm }) {
    const t = useTexts(alarmTexts);
    const words = useTexts(common);
    const format = useFormat();
    const at = (time: string | undefined | null) => (time ? format.dateTime(time) : undefined);
    const quantity = (value: number | undefined | null) =>
        value === undefined || value === null ? undefined : format.quantity(value, alarm.unit, decimalsIn(value));
    const until = alarm.cleared_at ? Date.parse(alarm.cleared_at) : Date.now();
    return (
        <Section title={t.facts}>
            <Facts
                rows={[
                    [t.asset, <AssetLink key="asset" id={alarm.asset_id} name={alarm.asset_name} />],
                    [
                        t.datastream,
                        <Link key="stream" to={`/sensors/${alarm.datastream_id}`}>
                            {alarm.datastream_name}
                        </Link>,
                    ],
                    [t.property, words.property[alarm.property as keyof typeof words.property] ?? alarm.property],
                    [t.limit, quantity(alarm.limit)],
                    [t.value, quantity(alarm.value)],
                    [t.extreme, quantity(alarm.extreme)],
                    [t.raised, at(alarm.raised_at)],
                    [t.lasted, format.duration((until - Date.parse(alarm.raised_at)) / 1000)],
                    [t.acknowledgedAt, at(alarm.acknowledged_at)],
                    [t.acknowledgedBy, alarm.acknowledged_by],
                    [t.clearedAt, at(alarm.cleared_at)],
                    [t.closedAt, at(alarm.closed_at)],
                    [
                        t.rule,
                        alarm.rule_id ? (
                            <Link key="rule" to={`/rules/${alarm.rule_id}`}>
                                #{alarm.rule_id}
                            </Link>
                        ) : (
                            t.automaticRule
                        ),
                    ],
                    [
                        t.work,
                        alarm.work_order_ids?.length
                            ? alarm.work_order_ids.map((id) => (
                                  <Link key={id} to={`/work-orders/${id}`} className="alarm-work">
                                      #{id}
                                  </Link>
                              ))
                            : undefined,
                    ],
                ]}
            />
        </Section>
    );
}

function Course({ alarm }: { alarm: Detail }) {
    const t = useTexts(alarmTexts);
    const words = useTexts(common);
    const name = (step: Transition) => {
        if (step.to === "raised") return t.raisedStep;
        // One that cleared before anybody took note stays cleared when it is acknowledged.
        if (step.from === "cleared" && step.to === "cleared") return words.alarmState.acknowledged;
        return words.alarmState[step.to as keyof typeof words.alarmState];
    };
    return (
        <Section title={t.course}>
            <Steps steps={alarm.transitions ?? []} name={name} />
        </Section>
    );
}
