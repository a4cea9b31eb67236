import { useQuery } from "@tanstack/react-query";
import { App, Button, Skeleton } from "antd";
import { Link } from "react-router";
import { api } from "@/api/client";
import { keys, useClasses } from "@/api/queries";
import type { Asset } from "@/api/types";
import { IconChevronLeft, IconExternal, IconLink, IconVector } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, localName, useLanguage, useTexts } from "@/i18n";
import { registryTexts } from "@/registry/texts";
import { AssetStatusTag } from "@/ui/AssetStatusTag";
import { DomainIcon } from "@/ui/DomainIcon";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import type { Found } from "./DeskMap";
import { FigureList } from "./FigureList";
import { endOfDay } from "./link";
import { NearbyList } from "./mineral/NearbyList";
import { Panel } from "./Panel";
import { sketchOf } from "./sketch";
import { mappingTexts } from "./texts";

/** The asset now, or as it was at the end of a day. */
export const useAssetAt = (id: number | undefined, date: string | undefined) =>
    useQuery({
        queryKey: date ? [...keys.asset(id ?? 0), "as_of", date] : keys.asset(id ?? 0),
        queryFn: ({ signal }) => api.get<Asset>(`/api/v1/assets/${id}`, { query: { as_of: date && endOfDay(date) }, signal }),
        enabled: id !== undefined,
    });

interface Props {
    found: readonly Found[];
    chosen: number | undefined;
    date: string | undefined;
    onChoose: (id: number | undefined) => void;
    onEdit: (asset: Asset) => void;
    onClose: () => void;
}

/** The works under the click; of the chosen one what it is, where its page is and how to change its shape. */
export function WorksPanel({ found, chosen, date, onChoose, onEdit, onClose }: Props) {
    const t = useTexts(mappingTexts);
    if (chosen !== undefined)
        return <WorkPanel key={chosen} id={chosen} date={date} onBack={found.length > 1 ? () => onChoose(undefined) : undefined} onChoose={onChoose} onEdit={onEdit} onClose={onClose} />;
    const title = found.length === 0 ? t.noWorksTitle : t.works(found.length);
    return (
        <Panel title={title} label={title} onClose={onClose}>
            {found.length === 0 ? <EmptyState title={t.noWorks} why={t.noWorksWhy} /> : <FoundList found={found} onChoose={onChoose} />}
        </Panel>
    );
}

function FoundList({ found, onChoose }: { found: readonly Found[]; onChoose: (id: number) => void }) {
    const t = useTexts(mappingTexts);
    const language = useLanguage();
    const classes = useClasses().data;
    return (
        <ul className="desk-found">
            {found.map((each) => {
                const assetClass = classes?.find(({ key }) => key === each.class);
                const className = assetClass ? localName(assetClass, language) : each.class;
                return (
                    <li key={each.id}>
                        <button type="button" onClick={() => onChoose(each.id)}>
                            <DomainIcon domain={each.domain} />
                            <span>
                                {each.name ?? t.unnamed}
                                <small>{className}</small>
                            </span>
                        </button>
                    </li>
                );
            })}
        </ul>
    );
}

interface WorkProps {
    id: number;
    date: string | undefined;
    onBack: (() => void) | undefined;
    onChoose: (id: number) => void;
    onEdit: (asset: Asset) => void;
    onClose: () => void;
}

function WorkPanel({ id, date, onBack, onChoose, onEdit, onClose }: WorkProps) {
    const t = useTexts(mappingTexts);
    const r = useTexts(registryTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const { message } = App.useApp();
    const mayWrite = useMay("asset.write");
    const classes = useClasses().data;
    const asset = useAssetAt(id, date);
    const data = asset.data;
    const assetClass = classes?.find(({ key }) => key === data?.class);
    const sketch = data?.geometry ? sketchOf(data.geometry) : undefined;
    const copy = (): void =>
        void navigator.clipboard
            .writeText(`${window.location.origin}/map?asset=${id}`)
            .then(() => message.success(t.copied))
            .catch(() => undefined);
    const rows: [string, string | undefined][] = data
        ? [
              [r.assetClass, assetClass ? localName(assetClass, language) : data.class],
              [r.ward, data.ward],
              [r.owner, data.owner],
              [r.operator, data.operator],
              [r.address, data.address],
              [r.identifier, data.identifiers.map(({ value }) => value).join(", ") || undefined],
          ]
        : [];
    return (
        <Panel
            label={data?.name ?? t.works(1)}
            acts={<Button type="text" size="small" aria-label={t.permanentLink} title={t.permanentLink} icon={<IconLink size={18} stroke={1.75} />} onClick={copy} />}
            title={
                <>
                    {onBack && <Button type="text" size="small" aria-label={t.back} icon={<IconChevronLeft size={18} />} onClick={onBack} />}
                    {data && <DomainIcon domain={data.domain} />}
                    <span className="grow">{data?.name ?? ""}</span>
                </>
            }
            onClose={onClose}
            foot={
                data && (
                    <>
                        {mayWrite && !date && data.status !== "retired" && (
                            <Button type="primary" icon={<IconVector size={16} />} onClick={() => onEdit(data)}>
                                {t.editShape}
                            </Button>
                        )}
                        <Link to={date ? `/assets/${id}?as_of=${encodeURIComponent(endOfDay(date))}` : `/assets/${id}`}>
                            <Button icon={<IconExternal size={16} />}>{words.act.openAsset}</Button>
                        </Link>
                    </>
                )
            }
        >
            {asset.isError && <ErrorView error={asset.error} onRetry={() => void asset.refetch()} />}
            {asset.isPending && <Skeleton active paragraph={{ rows: 5 }} />}
            {data && (
                <>
                    <p>
                        <AssetStatusTag status={data.status} />
                        {data.generated && <span className="muted"> {words.generated}</span>}
                    </p>
                    <dl className="desk-figures">
                        {rows
                            .filter(([, value]) => value)
                            .map(([label, value]) => (
                                <div key={label}>
                                    <dt>{label}</dt>
                                    <dd>{value}</dd>
                                </div>
                            ))}
                    </dl>
                    {sketch ? <FigureList sketch={sketch} /> : <p className="muted">{t.noShape}</p>}
                    {date ? <p className="muted">{t.time.readOnly}</p> : data.domain === "mineral" && data.geometry && <NearbyList id={id} onChoose={onChoose} />}
                </>
            )}
        </Panel>
    );
}
