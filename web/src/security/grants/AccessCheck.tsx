import { Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { AssetAccess } from "@/api/security";
import { IconCheck, IconEye, IconEyeOff, IconX } from "@/app/icons";
import { useTexts } from "@/i18n";
import { AssetPicker } from "@/ui/AssetPicker";
import { ErrorView } from "@/ui/ErrorView";
import { grantTexts } from "./texts";
import { usePartWords } from "./usePartWords";

/** One asset: seen or not, and which grant says so. */
export function AccessCheck({ userId }: { userId: number }) {
    const t = useTexts(grantTexts);
    const partWords = usePartWords();
    const [asset, setAsset] = useState<number | null>(null);
    const read = useQuery({
        queryKey: ["access", userId, "asset", asset],
        queryFn: ({ signal }) => api.get<AssetAccess>(`/api/v1/users/${userId}/access/assets/${asset}`, { signal }),
        enabled: asset !== null,
    });
    return (
        <div className="stack">
            <AssetPicker value={asset} onChange={setAsset} placeholder={t.checkPick} className="access-picker" />
            {asset !== null && read.isError && <ErrorView error={read.error} inline />}
            {asset !== null && read.isPending && <Skeleton active paragraph={{ rows: 1 }} />}
            {asset !== null && read.data && (
                <div className="access-answer" role="status">
                    <strong className={read.data.visible ? "access-yes" : "access-no"}>
                        {read.data.visible ? <IconEye size={20} stroke={1.75} aria-hidden /> : <IconEyeOff size={20} stroke={1.75} aria-hidden />}
                        {read.data.visible ? t.sees : t.seesNot}
                    </strong>
                    <ul>
                        {read.data.open && (
                            <li>
                                <IconCheck size={16} aria-hidden />
                                {t.isOpen}
                            </li>
                        )}
                        {read.data.grants.map((grant, i) => (
                            <li key={i}>
                                {grant.against.length === 0 ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
                                {partWords(grant)}
                                {grant.against.length > 0 && `: ${t.against(grant.against.map((key) => t.limits[key] ?? key).join(", "))}`}
                            </li>
                        ))}
                        {read.data.grants.length === 0 && <li>{t.noGrant}</li>}
                    </ul>
                </div>
            )}
        </div>
    );
}
