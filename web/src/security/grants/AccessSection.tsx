import { Skeleton } from "antd";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { useDomains, useWards } from "@/api/queries";
import type { AccessPreview } from "@/api/security";
import { localName, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { FilterSelect } from "@/ui/filters/FilterSelect";
import { Section } from "@/ui/Page";
import { wardName } from "@/ui/wardName";
import { AccessCheck } from "./AccessCheck";
import { PermissionWords } from "./PermissionWords";
import { grantTexts } from "./texts";
import { VisibleBars } from "./VisibleBars";
import "./grants.css";

/** "Người này thấy gì?": how much of each domain, what they may do, and why one asset is seen or not. */
export function AccessSection({ userId }: { userId: number }) {
    const t = useTexts(grantTexts);
    const language = useLanguage();
    const [ward, setWard] = useState<string>();
    const [domain, setDomain] = useState<string>();
    const wards = useWards().data ?? [];
    const domains = useDomains().data ?? [];
    const read = useQuery({
        queryKey: ["access", userId, ward, domain],
        queryFn: ({ signal }) => api.get<AccessPreview>(`/api/v1/users/${userId}/access`, { query: { ward, domain }, signal }),
        placeholderData: keepPreviousData,
    });
    return (
        <Section title={t.previewTitle}>
            <p className="muted">{t.previewWhy}</p>
            <div className="access-filters">
                <FilterSelect label={t.anyWard} value={ward} onChange={setWard} width={200} options={wards.map((each) => ({ value: each.code, label: wardName(each, language) }))} />
                <FilterSelect
                    label={t.anyDomain}
                    value={domain}
                    onChange={setDomain}
                    width={200}
                    options={domains.map((each) => ({ value: each.key, label: localName(each, language) }))}
                />
            </div>
            {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
            {read.data && (
                <div className="access-columns">
                    <div>
                        <h3>{t.visible}</h3>
                        <VisibleBars visible={read.data.visible} />
                    </div>
                    <div>
                        <h3>{t.allowed}</h3>
                        <PermissionWords permissions={read.data.permissions} />
                    </div>
                </div>
            )}
            <h3>{t.checkTitle}</h3>
            <AccessCheck userId={userId} />
        </Section>
    );
}
