import { Skeleton } from "antd";
import { useParams } from "react-router";
import { useAsset, useClasses } from "@/api/queries";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Page } from "@/ui/Page";
import { AssetEditor } from "./AssetEditor";
import { formTexts } from "./formTexts";

export default function AssetEditPage() {
    const id = Number(useParams()["id"]);
    const f = useTexts(formTexts);
    const read = useAsset(id);
    const classes = useClasses();
    const error = read.error ?? classes.error;
    const asset = read.data;
    const assetClass = classes.data?.find((each) => each.key === asset?.class);
    return (
        <Page above={{ to: `/assets/${id}`, label: asset?.name ?? `#${id}` }} title={f.editTitle(asset?.name ?? "")}>
            {error && <ErrorView error={error} onRetry={() => void read.refetch()} />}
            {!error && !(asset && assetClass) && <Skeleton active paragraph={{ rows: 14 }} />}
            {asset && assetClass && <AssetEditor asset={asset} assetClass={assetClass} />}
        </Page>
    );
}
