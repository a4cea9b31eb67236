import { Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { PolicyItem } from "@/api/security";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Page } from "@/ui/Page";
import { PolicyRow } from "./PolicyRow";
import { policyTexts } from "./texts";
import "./policy.css";

export const POLICY_KEY = ["policy"] as const;

/** The rules in force beside their standard values and where those come from. */
export default function PolicyPage() {
    const t = useTexts(policyTexts);
    const read = useQuery({
        queryKey: POLICY_KEY,
        queryFn: ({ signal }) => api.get<{ items: PolicyItem[] }>("/api/v1/security/policy", { signal }).then((list) => list.items),
    });
    return (
        <Page title={t.title} sub={t.why}>
            {read.isError && <ErrorView error={read.error} onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
            {read.data?.length === 0 && <p className="nothing">{t.none}</p>}
            {read.data && read.data.length > 0 && (
                <ul className="policy card">
                    {read.data.map((item) => (
                        <PolicyRow key={item.key} item={item} />
                    ))}
                </ul>
            )}
        </Page>
    );
}
