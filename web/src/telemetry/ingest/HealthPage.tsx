import { Button, Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api } from "@/api/client";
import { IconAlertTriangle, IconShieldCheck, IconUpload } from "@/app/icons";
import { useMay } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Page, Section } from "@/ui/Page";
import { StateMark } from "@/ui/StateMark";
import { useNow } from "@/ui/useNow";
import { TelemetryTabs } from "../TelemetryTabs";
import { ConnectionTable } from "./ConnectionTable";
import { FileDialog } from "./FileDialog";
import { FindingText } from "./FindingText";
import { findingsOf, type Finding } from "./findings";
import { HealthFigures } from "./HealthFigures";
import { ingestTexts } from "./texts";
import type { ConnectionList, IngestHealth } from "./types";
import "./ingest.css";

const REFRESH_MS = 5_000;
const CONNECTIONS = 1_000;

/** What arrives, what does not and why. Renews itself. */
export default function HealthPage() {
    const t = useTexts(ingestTexts);
    const format = useFormat();
    const now = useNow();
    const mayIngest = useMay("telemetry.ingest"), mayFollow = useMay("jobs.read");
    const mayLoad = mayIngest && mayFollow;
    const [loading, setLoading] = useState(false);
    const health = useQuery({
        queryKey: ["ingest", "health"],
        queryFn: ({ signal }) => api.get<IngestHealth>("/api/v1/ingest/health", { signal }),
        refetchInterval: REFRESH_MS,
    });
    const connections = useQuery({
        queryKey: ["ingest", "connections"],
        queryFn: ({ signal }) => api.get<ConnectionList>("/api/v1/ingest/connections", { query: { limit: CONNECTIONS }, signal }),
        refetchInterval: REFRESH_MS,
    });
    const failed = (health.isError && !health.data && health.error) || (connections.isError && !connections.data && connections.error);
    const ready = health.data && connections.data ? { health: health.data, list: connections.data } : undefined;
    const findings = ready ? findingsOf(ready.health, ready.list) : [];
    return (
        <Page
            title={t.title}
            acts={
                mayLoad && (
                    <Button icon={<IconUpload size={16} />} onClick={() => setLoading(true)}>
                        {t.file.open}
                    </Button>
                )
            }
            sub={
                ready && (
                    <>
                        <span className={findings.length > 0 ? `tag mark-${findings[0]?.state}` : "tag tag-done"} role="status">
                            {findings.length > 0 ? <IconAlertTriangle size={18} stroke={1.75} aria-hidden /> : <IconShieldCheck size={18} stroke={1.75} aria-hidden />}
                            {findings.length > 0 ? t.trouble(findings.length) : t.calm}
                        </span>
                        <span>{t.refreshed(format.age(health.dataUpdatedAt, now))}</span>
                    </>
                )
            }
        >
            <TelemetryTabs />
            {loading && <FileDialog onClose={() => setLoading(false)} />}
            {failed && <ErrorView error={failed} onRetry={() => void Promise.all([health.refetch(), connections.refetch()])} />}
            {!failed && !ready && <Skeleton active paragraph={{ rows: 12 }} />}
            {ready && (
                <div className="stack">
                    <HealthFigures health={ready.health} />
                    <Findings findings={findings} />
                    <ConnectionTable list={ready.list} />
                </div>
            )}
        </Page>
    );
}

const SHOWN = 12;

function Findings({ findings }: { findings: Finding[] }) {
    const t = useTexts(ingestTexts);
    return (
        <Section title={t.findings}>
            {findings.length === 0 && <p className="nothing">{t.noFindings}</p>}
            <ul className="rows">
                {findings.slice(0, SHOWN).map((finding) => (
                    <li key={finding.key}>
                        <span className={`tag mark-${finding.state}`}>
                            <StateMark state={finding.state} />
                        </span>
                        <span className="grow">
                            <FindingText finding={finding} />
                        </span>
                        {finding.to && <Link to={finding.to}>{t.look}</Link>}
                    </li>
                ))}
            </ul>
        </Section>
    );
}
