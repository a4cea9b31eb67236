import { Button, Checkbox, Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { Grant } from "@/api/security";
import type { List, User } from "@/api/types";
import { IconIdBadge, IconPlus } from "@/app/icons";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { GrantForm } from "./GrantForm";
import { GrantRow } from "./GrantRow";
import { grantTexts } from "./texts";

const GRANTS = 500;

/** The roles of one person, each with where and until when it holds. */
export function GrantsSection({ user }: { user: User }) {
    const t = useTexts(grantTexts);
    const mayGrant = useMay("grant.write");
    const [all, setAll] = useState(false);
    const [adding, setAdding] = useState(false);
    const query = { user: user.id, state: all ? "all" : "valid", limit: GRANTS };
    const read = useQuery({
        queryKey: [...keys.grants, query],
        queryFn: ({ signal }) => api.get<List<Grant>>("/api/v1/grants", { query, signal }),
    });
    const grants = read.data?.items ?? [];
    const add = mayGrant && (
        <Button type="primary" icon={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t.add}
        </Button>
    );
    return (
        <Section title={t.title} extra={grants.length > 0 && add}>
            {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 3 }} />}
            {read.data && grants.length === 0 && (
                <EmptyState icon={<IconIdBadge size={26} stroke={1.75} />} title={t.none} why={t.noneWhy}>
                    {add}
                </EmptyState>
            )}
            <ul className="rows">
                {grants.map((grant) => (
                    <GrantRow key={grant.id} grant={grant} />
                ))}
            </ul>
            <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
                {t.showEnded}
            </Checkbox>
            {adding && <GrantForm user={user} onClose={() => setAdding(false)} />}
        </Section>
    );
}
