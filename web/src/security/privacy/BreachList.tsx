import { Button, Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Breach } from "@/api/security";
import type { List } from "@/api/types";
import { IconAlertTriangle, IconCheck, IconClock, IconFileAlert, IconPlus, IconPrinter } from "@/app/icons";
import { useMay } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { useNow } from "@/ui/useNow";
import { BreachForm } from "./BreachForm";
import { deadlineOf } from "./deadline";
import { privacyTexts } from "./texts";

export const BREACHES_KEY = ["breaches"] as const;

const looks = { closed: "tag-done", reported: "tag-done", open: "tag-open", soon: "mark-warning", late: "mark-critical" };

function Clock({ breach }: { breach: Breach }) {
    const t = useTexts(privacyTexts);
    const format = useFormat();
    const { state, seconds } = deadlineOf(breach, useNow());
    const Icon = state === "late" ? IconAlertTriangle : state === "reported" || state === "closed" ? IconCheck : IconClock;
    const words = {
        closed: t.closedAt(format.date(breach.closed_at)),
        reported: t.reported(format.dateTime(breach.authority_notified_at)),
        open: t.left(format.duration(seconds)),
        soon: t.left(format.duration(seconds)),
        late: t.late(format.duration(seconds)),
    };
    return (
        <span className={`tag ${looks[state]}`}>
            <Icon size={18} stroke={1.75} aria-hidden />
            {words[state]}
        </span>
    );
}

/** Newest first, each with what remains of the 72 hours and its form. */
export function BreachList({ onOpen }: { onOpen: (id: string) => void }) {
    const t = useTexts(privacyTexts);
    const format = useFormat();
    const mayWrite = useMay("privacy.write");
    const [editing, setEditing] = useState<Breach>();
    const read = useQuery({
        queryKey: BREACHES_KEY,
        queryFn: ({ signal }) => api.get<List<Breach>>("/api/v1/privacy/breaches", { signal }).then((list) => list.items),
    });
    if (read.isError) return <ErrorView error={read.error} onRetry={() => void read.refetch()} />;
    if (read.isPending) return <Skeleton active paragraph={{ rows: 6 }} />;
    if (read.data.length === 0) {
        return (
            <EmptyState icon={<IconFileAlert size={28} stroke={1.75} />} title={t.none} why={t.noneWhy}>
                {mayWrite && (
                    <Button icon={<IconPlus size={16} />} onClick={() => onOpen("new")}>
                        {t.add}
                    </Button>
                )}
            </EmptyState>
        );
    }
    return (
        <ul className="breaches">
            {read.data.map((breach) => (
                <li key={breach.id} className="card">
                    <div className="breach-what">
                        {mayWrite ? (
                            <button type="button" onClick={() => setEditing(breach)}>
                                {breach.title}
                            </button>
                        ) : (
                            <strong>{breach.title}</strong>
                        )}
                        <small className="muted">
                            {[`${t.discovered} ${format.dateTime(breach.discovered_at)}`, breach.data_kinds, breach.people_affected != null && t.affected(format.number(breach.people_affected))]
                                .filter(Boolean)
                                .join(" · ")}
                        </small>
                    </div>
                    <Clock breach={breach} />
                    <Button icon={<IconPrinter size={16} stroke={1.75} />} href={`/api/v1/privacy/breaches/${breach.id}/form`} target="_blank" rel="noopener">
                        {t.form}
                    </Button>
                </li>
            ))}
            {editing && <BreachForm breach={editing} onClose={() => setEditing(undefined)} />}
        </ul>
    );
}
