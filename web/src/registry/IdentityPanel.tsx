import { useAsset, useClasses } from "@/api/queries";
import type { Asset } from "@/api/types";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { AssetLink } from "@/ui/AssetLink";
import { AssetStatusTag } from "@/ui/AssetStatusTag";
import { Facts, Section } from "@/ui/Page";
import { sensitivityTexts } from "@/ui/sensitivity";
import { SensitivityMark } from "@/ui/SensitivityMark";
import { registryTexts } from "./texts";

export function IdentityPanel({ asset }: { asset: Asset }) {
    const t = useTexts(registryTexts);
    const s = useTexts(sensitivityTexts);
    const language = useLanguage();
    const format = useFormat();
    const assetClass = useClasses().data?.find((each) => each.key === asset.class);
    const parent = useAsset(asset.parent_id ?? undefined).data;
    return (
        <Section title={t.identity}>
            <Facts
                rows={[
                    [t.assetClass, assetClass ? localName(assetClass, language) : asset.class],
                    [t.status, <AssetStatusTag key="status" status={asset.status} />],
                    [t.grade, asset.grade && (t.grades[asset.grade] ?? asset.grade)],
                    [s.title, asset.sensitivity && <SensitivityMark key="sensitivity" level={asset.sensitivity} />],
                    [t.level, t.levels[asset.level]],
                    [
                        t.parent,
                        parent && <AssetLink key="parent" id={parent.id} name={parent.name} domain={parent.domain} />,
                    ],
                    [t.nameEn, asset.name_en],
                    [t.otherNames, asset.other_names.length > 0 && asset.other_names.join(", ")],
                    [t.owner, asset.owner],
                    [t.operator, asset.operator],
                    [t.ward, asset.ward],
                    [t.address, asset.address],
                    [t.source, asset.source],
                    [t.validFrom, format.date(asset.valid_from)],
                    [t.systemId, `#${asset.id} · ${t.versionNumber(asset.version)}`],
                ].map(([label, value]): [string, React.ReactNode] => [label as string, value || undefined])}
            />
        </Section>
    );
}
