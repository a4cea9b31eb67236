import { Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys, useClasses } from "@/api/queries";
import type { AssetSummary, List } from "@/api/types";
import { localName, useLanguage, useTexts } from "@/i18n";
import { AssetLink } from "@/ui/AssetLink";
import { AssetStatusTag } from "@/ui/AssetStatusTag";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { registryTexts } from "./texts";

export function ChildrenPanel({ assetId }: { assetId: number }) {
    const t = useTexts(registryTexts);
    const language = useLanguage();
    const classes = useClasses().data;
    const read = useQuery({
        queryKey: [...keys.asset(assetId), "children"],
        queryFn: ({ signal }) =>
            api.get<List<AssetSummary>>(`/api/v1/assets/${assetId}/children`, { signal }).then((list) => list.items),
    });
    const className = (key: string) => {
        const found = classes?.find((each) => each.key === key);
        return found ? localName(found, language) : key;
    };
    return (
        <Section title={t.children}>
            {read.isPending && <Skeleton active paragraph={{ rows: 2 }} title={false} />}
            {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
            {read.data?.length === 0 && <p className="nothing">{t.noChildren}</p>}
            <ul className="rows">
                {read.data?.map((child) => (
                    <li key={child.id}>
                        <span className="grow">
                            <AssetLink id={child.id} name={child.name} domain={child.domain} />
                        </span>
                        <span className="muted">{className(child.class)}</span>
                        <AssetStatusTag status={child.status} />
                    </li>
                ))}
            </ul>
        </Section>
    );
}
