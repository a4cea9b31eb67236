import { Button, Modal, Progress, Skeleton } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { useFilterWords } from "../transfer/useFilterWords";
import { filterBody } from "./codes";
import { identityTexts } from "./texts";
import type { CodeBatch } from "./types";

const LOOK_MS = 700;
const open = (batch: CodeBatch): boolean => batch.state === "queued" || batch.state === "running";

/** Issues codes to everything the list shows that lacks one; says how many before, and how far it is. */
export function IssueDialog({ filter, onClose }: { filter: Record<string, string | undefined>; onClose: () => void }) {
    const t = useTexts(identityTexts);
    const format = useFormat();
    const filterWords = useFilterWords();
    const body = filterBody(filter);
    const [id, setId] = useState<number>();
    const counted = useQuery({
        queryKey: ["code-batches", "count", body],
        queryFn: () => api.post<CodeBatch>("/api/v1/city-code-batches", { filter: body, dry_run: true }),
        staleTime: 0,
        enabled: id === undefined,
    });
    const begin = useMutation({
        mutationFn: () => api.post<CodeBatch>("/api/v1/city-code-batches", { filter: body }, { idempotencyKey: crypto.randomUUID() }),
        onSuccess: (batch) => setId(batch.id ?? undefined),
    });
    const batch = useQuery({
        queryKey: ["code-batches", id],
        queryFn: ({ signal }) => api.get<CodeBatch>(`/api/v1/city-code-batches/${id}`, { signal }),
        enabled: id !== undefined,
        refetchInterval: (query) => (query.state.data && !open(query.state.data) ? false : LOOK_MS),
    });
    const now = batch.data ?? begin.data;
    const finished = now !== undefined && !open(now);
    useEffect(() => {
        if (finished) void queryClient.invalidateQueries({ queryKey: ["assets"] });
    }, [finished]);
    const n = (value: number) => format.number(value, 0);
    const total = counted.data?.total ?? 0;
    return (
        <Modal
            open
            title={t.issueMany}
            onCancel={onClose}
            footer={
                now ? (
                    <Button onClick={onClose}>{t.close}</Button>
                ) : (
                    <Button type="primary" loading={begin.isPending} disabled={total === 0} onClick={() => begin.mutate()}>
                        {t.issueStart(n(total))}
                    </Button>
                )
            }
        >
            <div className="code-form">
                <p>
                    <strong>{filterWords(filter)}</strong>
                </p>
                <p className="field-help">{t.issueManyWhy}</p>
                {!now && counted.isPending && <Skeleton active paragraph={{ rows: 1 }} title={false} />}
                {counted.isError && <ErrorView error={counted.error} inline onRetry={() => void counted.refetch()} />}
                {!now && counted.data && <p>{total > 0 ? t.issueCount(n(total)) : t.issueNone}</p>}
                {now && open(now) && (
                    <div role="status">
                        <p>{t.issueRunning(n(now.issued), n(now.total))}</p>
                        <Progress percent={now.total > 0 ? Math.round((100 * now.issued) / now.total) : 0} aria-label={t.issueMany} />
                    </div>
                )}
                {now?.state === "done" && <p role="status">{t.issueDone(n(now.issued))}</p>}
                {now?.state === "failed" && <p className="code-note">{t.issueFailed}</p>}
                {begin.isError && <ErrorView error={begin.error} inline />}
                {batch.isError && <ErrorView error={batch.error} inline />}
            </div>
        </Modal>
    );
}
