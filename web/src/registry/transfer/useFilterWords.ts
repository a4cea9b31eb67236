import { useCallback } from "react";
import { useClasses, useDomains, useOrganisations, useWards } from "@/api/queries";
import type { AssetStatus } from "@/api/types";
import { common, localName, useLanguage, useTexts } from "@/i18n";
import { qualityTexts } from "../quality/texts";
import type { FindingKind } from "../quality/types";
import { registryTexts } from "../texts";
import { exportTexts } from "./exportTexts";

/** A filter of the asset list as a sentence: "loại Cầu, phường, xã Phường Hoàn Kiếm". */
export function useFilterWords(): (filter: Record<string, string | undefined>) => string {
    const t = useTexts(exportTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const classes = useClasses().data;
    const domains = useDomains().data;
    const wards = useWards().data;
    const organisations = useOrganisations().data;
    const q = useTexts(qualityTexts);
    const r = useTexts(registryTexts);
    return useCallback(
        (filter) => {
            const name = (key: string, value: string): string => {
                // Corners say nothing to a reader.
                if (key === "within") return "";
                if (key === "q") return `“${value}”`;
                if (key === "status") return words.assetStatus[value as AssetStatus] ?? value;
                if (key === "finding") return q.findings[value as FindingKind] ?? value;
                if (key === "owner") return value === "0" ? r.noOwner : (organisations?.find((each) => String(each.id) === value)?.name ?? value);
                if (key === "ward" && value === "none") return r.noWard;
                if (key === "ward") {
                    const ward = wards?.find((each) => each.code === value);
                    return ward ? (language === "vi" ? `${ward.kind} ${ward.name}` : ward.name_en || ward.name) : value;
                }
                const found = (key === "class" ? classes : domains)?.find((each) => each.key === value);
                return found ? localName(found, language) : value;
            };
            const parts = Object.entries(filter).flatMap(([key, value]) => (value && t.conditions[key] ? [`${t.conditions[key]} ${name(key, value)}`.trim()] : []));
            return parts.length > 0 ? parts.join(", ") : t.allAssets;
        },
        [t, q, r, words, language, classes, domains, wards, organisations],
    );
}
