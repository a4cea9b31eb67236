import { Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { api } from "@/api/client";
import type { Rule } from "@/api/types";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Page } from "@/ui/Page";
import { RuleEditor } from "./RuleEditor";
import { alarmTexts } from "./texts";

/** A new rule (/rules/new) or a stored one. */
export default function RulePage() {
    const id = useParams()["id"];
    const t = useTexts(alarmTexts);
    const above = { to: "/rules", label: t.rules };
    const read = useQuery({
        queryKey: ["rule", Number(id)],
        queryFn: ({ signal }) => api.get<Rule>(`/api/v1/rules/${id}`, { signal }),
        enabled: id !== undefined,
    });
    if (id === undefined) {
        return (
            <Page above={above} title={t.ruleCreateTitle}>
                <RuleEditor />
            </Page>
        );
    }
    return (
        <Page above={above} title={read.data?.name ?? t.ruleEditTitle}>
            {read.isError && <ErrorView error={read.error} onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
            {read.data && <RuleEditor key={read.data.version} rule={read.data} />}
        </Page>
    );
}
