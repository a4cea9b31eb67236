import { Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { WorkOrder } from "@/api/types";
import { common, useFormat, useTexts } from "@/i18n";
import { AssetLink } from "@/ui/AssetLink";
import { Course as Steps } from "@/ui/Course";
import { ErrorView } from "@/ui/ErrorView";
import { Facts, Page, Section } from "@/ui/Page";
import { ShapeMapView } from "@/ui/ShapeMapView";
import { PriorityTag, WorkStateTag } from "@/ui/StateMark";
import { DueText } from "./DueText";
import { workTexts } from "./texts";
import { WorkActs } from "./WorkActs";
import { WorkNotes } from "./WorkNotes";
import "./maintenance.css";

/** One work order: what to do, where, the next act, what was seen and how it went. */
export default function WorkOrderPage() {
    const id = Number(useParams()["id"]);
    const t = useTexts(workTexts);
    const above = { to: "/work-orders", label: t.title };
    const read = useQuery({
        queryKey: keys.workOrder(id),
        queryFn: ({ signal }) => api.get<WorkOrder>(`/api/v1/work-orders/${id}`, { signal }),
    });
    const work = read.data;
    if (!work) {
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
            title={work.title}
            sub={
                <>
                    <span>{work.number}</span>
                    <WorkStateTag state={work.state} />
                    <PriorityTag priority={work.priority} />
                    <DueText work={work} />
                </>
            }
        >
            <div className="work-page">
                <WorkActs work={work} />
                <div className="columns">
                    <div className="stack">
                        {work.description && (
                            <Section title={t.description}>
                                <p className="work-description">{work.description}</p>
                            </Section>
                        )}
                        {work.result && (
                            <Section title={t.result}>
                                <p className="work-description">{work.result}</p>
                            </Section>
                        )}
                        <WorkNotes work={work} />
                    </div>
                    <div className="stack">
                        <Where work={work} />
                        <Info work={work} />
                        <Course work={work} />
                    </div>
                </div>
            </div>
        </Page>
    );
}

function Where({ work }: { work: WorkOrder }) {
    const t = useTexts(workTexts);
    const { lon, lat } = work;
    return (
        <Section title={t.asset}>
            <AssetLink id={work.asset_id} name={work.asset_name} />
            {lon !== undefined && lat !== undefined && lon !== null && lat !== null && (
                <div style={{ marginTop: 8 }}>
                    <PointMap lon={lon} lat={lat} label={work.asset_name} />
                </div>
            )}
        </Section>
    );
}

function PointMap({ lon, lat, label }: { lon: number; lat: number; label: string }) {
    return <ShapeMapView shape={{ type: "Point", coordinates: [lon, lat] }} label={label} />;
}

function Info({ work }: { work: WorkOrder }) {
    const t = useTexts(workTexts);
    const words = useTexts(common);
    const format = useFormat();
    const at = (time: string | undefined | null) => (time ? format.dateTime(time) : undefined);
    return (
        <Section title={t.info}>
            <Facts
                rows={[
                    [t.kind, words.workKind[work.kind]],
                    [t.assignee, work.assignee ?? t.unassigned],
                    [t.due, at(work.due_at)],
                    [t.alarm, work.alarm_id && <Link to={`/alarms/${work.alarm_id}`}>#{work.alarm_id}</Link>],
                    [t.createdBy, work.created_by],
                    [t.created, at(work.created_at)],
                    [t.started, at(work.started_at)],
                    [t.completed, at(work.completed_at)],
                    [t.accepted, at(work.accepted_at)],
                ]}
            />
        </Section>
    );
}

function Course({ work }: { work: WorkOrder }) {
    const t = useTexts(workTexts);
    const words = useTexts(common);
    return (
        <Section title={t.course}>
            <Steps
                steps={work.transitions ?? []}
                name={(step) => (step.from ? words.workState[step.to as keyof typeof words.workState] : t.createdStep)}
            />
        </Section>
    );
}
