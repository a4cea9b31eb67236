import { Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { SecurityWatch } from "@/api/security";
import { IconAlertTriangle, IconShieldCheck } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Page } from "@/ui/Page";
import { useNow } from "@/ui/useNow";
import { FailedSignIns } from "./FailedSignIns";
import { FindingsSection } from "./FindingsSection";
import { StateSections } from "./StateSections";
import { watchTexts } from "./texts";
import { TraceSections } from "./TraceSections";
import "./watch.css";

const REFRESH_MS = 15_000;

/** For those who watch day and night: what is wrong first, then the traces behind it. Renews itself. */
export default function WatchPage() {
    const t = useTexts(watchTexts);
    const format = useFormat();
    const now = useNow();
    const read = useQuery({
        queryKey: ["security", "watch"],
        queryFn: ({ signal }) => api.get<SecurityWatch>("/api/v1/security/watch", { signal }),
        refetchInterval: REFRESH_MS,
    });
    const watch = read.data;
    const wrong = watch ? watch.findings.filter((each) => each.severity !== "low").length : 0;
    return (
        <Page
            title={t.title}
            sub={
                watch && (
                    <>
                        <span className={wrong > 0 ? "tag mark-major" : "tag tag-done"} role="status">
                            {wrong > 0 ? <IconAlertTriangle size={18} stroke={1.75} aria-hidden /> : <IconShieldCheck size={18} stroke={1.75} aria-hidden />}
                            {wrong > 0 ? t.attention(wrong) : t.calm}
                        </span>
                        <span>{t.refreshed(format.age(read.dataUpdatedAt, now))}</span>
                    </>
                )
            }
        >
            {read.isError && !watch && <ErrorView error={read.error} onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 14 }} />}
            {watch && (
                <div className="columns">
                    <div className="stack">
                        <FindingsSection findings={watch.findings} />
                        <FailedSignIns failed={watch.failed_sign_ins} />
                        <TraceSections watch={watch} />
                    </div>
                    <div className="stack">
                        <StateSections watch={watch} />
                    </div>
                </div>
            )}
        </Page>
    );
}
