import { Skeleton, Tag } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";
import { api, ApiError } from "@/api/client";
import { keys } from "@/api/queries";
import type { Asset } from "@/api/types";
import { IconHistory } from "@/app/icons";
import { common, useTexts } from "@/i18n";
import { AssetStatusTag } from "@/ui/AssetStatusTag";
import { DomainIcon } from "@/ui/DomainIcon";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { Page } from "@/ui/Page";
import { SensitivityMark } from "@/ui/SensitivityMark";
import { AssetActs } from "./AssetActs";
import { AttachmentsPanel } from "./attachments/AttachmentsPanel";
import { AttributesPanel } from "./AttributesPanel";
import { ChildrenPanel } from "./ChildrenPanel";
import { CodesPanel } from "./identity/CodesPanel";
import { SuccessionBanner, SuccessionPanel } from "./identity/SuccessionPanel";
import { IdentityPanel } from "./IdentityPanel";
import { AlarmsPanel, WorkPanel } from "./LinkedPanels";
import { LocationPanel } from "./LocationPanel";
import { SensorsPanel } from "./SensorsPanel";
import { registryTexts } from "./texts";
import { PastBanner } from "./PastBanner";
import { FindingsNote } from "./quality/FindingsNote";
import { TimelinePanel } from "./TimelinePanel";
import "./registry.css";

/** One asset: what it is, how it is now, and all that ever happened to it; or how it was at a moment of the past. */
export default function AssetPage() {
    const id = Number(useParams()["id"]);
    const t = useTexts(registryTexts);
    const words = useTexts(common);
    const [params, setParams] = useSearchParams();
    const asOf = params.get("as_of") ?? undefined;
    const read = useQuery({
        queryKey: asOf ? [...keys.asset(id), "as-of", asOf] : keys.asset(id),
        queryFn: ({ signal }) => api.get<Asset>(`/api/v1/assets/${id}`, { query: { as_of: asOf }, signal }),
    });
    const above = { to: "/assets", label: t.title };
    const banner = asOf && <PastBanner time={asOf} onTime={(time) => setParams({ as_of: time })} onNow={() => setParams({})} />;
    if (read.isError) {
        return (
            <Page above={above} title={`#${id}`}>
                {banner}
                {asOf && read.error instanceof ApiError && read.error.status === 404 ? (
                    <EmptyState icon={<IconHistory size={28} stroke={1.75} />} title={t.notYet} why={t.notYetWhy} />
                ) : (
                    <ErrorView error={read.error} onRetry={() => void read.refetch()} />
                )}
            </Page>
        );
    }
    const asset = read.data;
    if (!asset) {
        return (
            <Page above={above} title={<Skeleton.Input active size="small" />}>
                <Skeleton active paragraph={{ rows: 12 }} />
            </Page>
        );
    }
    return (
        <Page
            above={above}
            title={
                <>
                    <DomainIcon domain={asset.domain} size={22} /> {asset.name}
                </>
            }
            sub={
                <>
                    <AssetStatusTag status={asset.status} />
                    {asset.ward && <span>{asset.ward}</span>}
                    {asset.sensitivity === "restricted" && <SensitivityMark level="restricted" />}
                    {asset.generated && <Tag>{words.generated}</Tag>}
                </>
            }
            acts={!asOf && <AssetActs asset={asset} />}
        >
            {banner}
            {!asOf && asset.status === "retired" && <SuccessionBanner assetId={id} />}
            {!asOf && <FindingsNote asset={asset} />}
            <div className="columns">
                <div className="stack">
                    {!asOf && <SensorsPanel asset={asset} />}
                    {!asOf && <AlarmsPanel assetId={id} />}
                    {!asOf && <WorkPanel assetId={id} />}
                    <AttributesPanel asset={asset} />
                    {!asOf && <AttachmentsPanel assetId={id} />}
                    <ChildrenPanel assetId={id} />
                </div>
                <div className="stack">
                    <LocationPanel asset={asset} />
                    <IdentityPanel asset={asset} />
                    <CodesPanel asset={asset} past={asOf !== undefined} />
                    {!asOf && <SuccessionPanel asset={asset} />}
                    <TimelinePanel assetId={id} assetClass={asset.class} onAsOf={(time) => setParams({ as_of: time })} />
                </div>
            </div>
        </Page>
    );
}
