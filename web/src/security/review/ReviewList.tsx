import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { ReviewDecision, ReviewItem } from "@/api/security";
import { IconChevronDown } from "@/app/icons";
import { useMay } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { RowTable, type Column } from "@/ui/table/RowTable";
import { ReasonDialog } from "../ReasonDialog";
import { useRoleNames } from "../useRoles";
import { REVIEW_KEY } from "./ReviewPage";
import { reviewTexts } from "./texts";

const limitedOf = (item: ReviewItem): number => (Array.isArray(item.grants) ? item.grants.length : Number(item.grants)) || 0;

export function ReviewList({ items }: { items: ReviewItem[] }) {
    const t = useTexts(reviewTexts);
    const format = useFormat();
    const roleNames = useRoleNames();
    const { message } = App.useApp();
    const navigate = useNavigate();
    const mayDecide = useMay("user.write");
    const [asking, setAsking] = useState<{ item: ReviewItem; decision: ReviewDecision }>();
    const roles = (item: ReviewItem) => [roleNames([...new Set(item.roles)]), limitedOf(item) > item.roles.length && t.limited(limitedOf(item) - item.roles.length)].filter(Boolean).join(", ");
    const seen = (item: ReviewItem) => (item.last_sign_in_at ? format.date(item.last_sign_in_at) : t.never);
    const reviewed = (item: ReviewItem) =>
        item.reviewed_at ? t.reviewedBy(item.reviewed_by ?? "", format.date(item.reviewed_at)) : <span className="mark-warning">{t.notReviewed}</span>;
    const acts = (item: ReviewItem) =>
        mayDecide && (
            <span className="review-acts">
                <Button size="small" onClick={() => setAsking({ item, decision: "keep" })} aria-label={`${t.keep}: ${item.full_name}`}>
                    {t.keep}
                </Button>
                <Dropdown
                    trigger={["click"]}
                    menu={{
                        items: [
                            { key: "change", label: t.change },
                            { key: "disable", label: t.disable, danger: true },
                        ],
                        onClick: ({ key }) => setAsking({ item, decision: key as ReviewDecision }),
                    }}
                >
                    <Button size="small" icon={<IconChevronDown size={14} />} aria-label={`${t.change}, ${t.disable}: ${item.full_name}`} />
                </Dropdown>
            </span>
        );
    const columns: Column<ReviewItem>[] = [
        { key: "who", title: t.who, width: "minmax(160px, 1.4fr)", render: (item) => <Link to={`/users/${item.user_id}`}>{item.full_name}</Link> },
        { key: "organisation", title: t.organisation, width: "minmax(120px, 1fr)", render: (item) => item.organisation },
        { key: "roles", title: t.roles, width: "minmax(160px, 1.6fr)", render: roles },
        { key: "seen", title: t.lastSignIn, width: "130px", render: seen },
        { key: "reviewed", title: t.reviewed, width: "minmax(150px, 1fr)", render: reviewed },
        { key: "acts", title: "", width: "140px", align: "end", render: acts },
    ];
    return (
        <>
            <RowTable
                label={t.title}
                columns={columns}
                rows={items}
                rowKey={(item) => item.user_id}
                cardHeight={120}
                card={(item) => (
                    <>
                        <span className="card-line">
                            <span className="grow card-title">{item.full_name}</span>
                            {acts(item)}
                        </span>
                        <span className="card-line">
                            <span className="grow">{roles(item)}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">
                                {t.lastSignIn}: {seen(item)}
                            </span>
                        </span>
                    </>
                )}
            />
            {asking && (
                <ReasonDialog
                    title={t[`${asking.decision}Title`](asking.item.full_name)}
                    {...(asking.decision === "keep" ? {} : { why: asking.decision === "change" ? t.changeWhy : t.disableWhy })}
                    label={t.note}
                    act={t[asking.decision]}
                    danger={asking.decision === "disable"}
                    required={asking.decision !== "keep"}
                    onClose={() => setAsking(undefined)}
                    onConfirm={(note) => api.post<unknown>("/api/v1/security/rights-review", { user_id: asking.item.user_id, decision: asking.decision, ...(note ? { note } : {}) })}
                    onDone={() => {
                        message.success(t.done);
                        void queryClient.invalidateQueries({ queryKey: REVIEW_KEY });
                        void queryClient.invalidateQueries({ queryKey: keys.users });
                        if (asking.decision === "change") void navigate(`/users/${asking.item.user_id}`);
                    }}
                />
            )}
        </>
    );
}
