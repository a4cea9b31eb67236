import { Skeleton } from "antd";
import { useAsset } from "@/api/queries";
import { AssetLink } from "@/ui/AssetLink";

/** The asset of a datastream by its name; read for the rows on screen only, and kept. Plain where the row is a link. */
export function AssetName({ id, plain = false }: { id: number; plain?: boolean }) {
    const asset = useAsset(id);
    if (plain) return <>{asset.data?.name ?? `#${id}`}</>;
    if (asset.data) return <AssetLink id={id} name={asset.data.name} domain={asset.data.domain} />;
    return asset.isError ? <AssetLink id={id} name={`#${id}`} /> : <Skeleton.Input active size="small" />;
}
