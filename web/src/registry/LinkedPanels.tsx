import { Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useAlarms, useWorkOrders } from "@/api/queries";
import { IconPlus } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { AlarmStateTag, StateMark, WorkStateTag } from "@/ui/StateMark";
import { registryTexts } from "./texts";

/** Rows on the asset page; the list behind the link has the rest. */
const SHOWN = 8;

interface ReadState {
    isPending: boolean;
    isError: boolean;
    error: unknown;
    refetch: () => unknown;
}

/** Waiting, refused, nothing, or the rows. */
function Rows({
    read,
    empty,
    nothing,
    children,
}: {
    read: ReadState;
    empty: boolean;
    nothing: string;
    children: ReactNode;
}) {
    if (read.isPending) return <Skeleton active paragraph={{ rows: 2 }} title={false} />;
    if (read.isError) return <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />;
    if (empty) return <p className="nothing">{nothing}</p>;
    return <ul className="rows">{children}</ul>;
}

export function AlarmsPanel({ assetId }: { assetId: number }) {
    const t = useTexts(registryTexts);
    const language = useLanguage();
    const read = useAlarms({ asset: assetId, open: true, limit: SHOWN });
    return (
        <Section title={t.alarms} extra={<Link to={`/alarms?asset=${assetId}`}>{t.allAlarms}</Link>}>
            <Rows read={read} empty={read.data?.length === 0} nothing={t.noAlarms}>
                {read.data?.map((alarm) => (
                    <li key={alarm.id}>
                        <StateMark state={alarm.priority} filled={!alarm.acknowledged} />
                        <Link className="grow" to={`/alarms/${alarm.id}`}>
                            {language === "vi" ? alarm.message_vi : alarm.message_en}
                        </Link>
                        <AlarmStateTag state={alarm.state} />
                        <small className="muted">
                            <AgeText time={alarm.raised_at} />
                        </small>
                    </li>
                ))}
            </Rows>
        </Section>
    );
}

export function WorkPanel({ assetId }: { assetId: number }) {
    const t = useTexts(registryTexts);
    const words = useTexts(common);
    const mayWrite = useMay("work.write");
    const read = useWorkOrders({ asset: assetId, limit: SHOWN });
    return (
        <Section title={t.work} extra={<Link to={`/work-orders?asset=${assetId}`}>{t.allWork}</Link>}>
            <Rows read={read} empty={read.data?.length === 0} nothing={t.noWork}>
                {read.data?.map((work) => (
                    <li key={work.id}>
                        <StateMark state={work.priority} filled={false} />
                        <Link className="grow" to={`/work-orders/${work.id}`}>
                            {work.number} · {work.title}
                        </Link>
                        <WorkStateTag state={work.state} />
                    </li>
                ))}
            </Rows>
            {mayWrite && (
                <Link to={`/work-orders/new?asset=${assetId}`}>
                    <Button icon={<IconPlus size={16} />}>{words.act.createWork}</Button>
                </Link>
            )}
        </Section>
    );
}
