import { Button, Segmented, Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, buildUrl } from "@/api/client";
import type { RightsReview } from "@/api/security";
import { IconCertificate, IconDownload } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { Page } from "@/ui/Page";
import { useNow } from "@/ui/useNow";
import { ReviewList } from "./ReviewList";
import { reviewTexts } from "./texts";

export const REVIEW_KEY = ["rights-review"] as const;
/** A city has fewer; the server gives no more at a time. */
const ACCOUNTS = 1000;
const PATH = "/api/v1/security/rights-review";

/** Each account with its rights: keep, change or disable. */
export default function ReviewPage() {
    const t = useTexts(reviewTexts);
    const format = useFormat();
    const now = useNow();
    const [all, setAll] = useState(false);
    const read = useQuery({ queryKey: REVIEW_KEY, queryFn: ({ signal }) => api.get<RightsReview>(PATH, { query: { limit: ACCOUNTS }, signal }) });
    const review = read.data;
    const due = review?.items.filter((item) => item.due) ?? [];
    const shown = all ? (review?.items ?? []) : due;
    const over = review?.due_at && new Date(review.due_at).getTime() < now;
    return (
        <Page
            title={t.title}
            sub={
                review && (
                    <>
                        <span className={due.length > 0 ? "mark-warning" : undefined}>{due.length > 0 ? t.due(format.number(due.length)) : t.none}</span>
                        {review.due_at && <span>{over ? t.overdue(format.date(review.due_at)) : t.dueAt(format.date(review.due_at))}</span>}
                        {review.last_at && <span>{t.lastAt(format.date(review.last_at))}</span>}
                    </>
                )
            }
            fixed
            acts={
                <Button icon={<IconDownload size={16} stroke={1.75} />} href={buildUrl(PATH, { format: "csv" })} download="ra-soat-quyen.csv">
                    {t.csv}
                </Button>
            }
        >
            <p className="muted">{t.why}</p>
            <div>
                <Segmented
                    value={all ? "all" : "due"}
                    onChange={(value) => setAll(value === "all")}
                    options={[
                        { value: "due", label: t.dueOnly },
                        { value: "all", label: t.everybody },
                    ]}
                />
            </div>
            {read.isError && <ErrorView error={read.error} onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
            {review && shown.length === 0 && <EmptyState icon={<IconCertificate size={28} stroke={1.75} />} title={t.emptyTitle} why={t.emptyWhy} />}
            {shown.length > 0 && <ReviewList items={shown} />}
        </Page>
    );
}
