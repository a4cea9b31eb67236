import { useMemo } from "react";
import { useClasses, useDomains, useWards } from "@/api/queries";
import type { Extent } from "@/api/security";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { sensitivityTexts } from "@/ui/sensitivity";
import { wardName } from "@/ui/wardName";
import { extentWords } from "./extentWords";
import { grantTexts } from "./texts";

/** Words for where a role holds, with names from the catalogue; `limits` adds sensitivity and end. */
export function useExtentWords() {
    const t = useTexts(grantTexts);
    const s = useTexts(sensitivityTexts);
    const format = useFormat();
    const language = useLanguage();
    const wards = useWards().data;
    const domains = useDomains().data;
    const classes = useClasses().data;
    return useMemo(() => {
        const named = (all: { key: string; name_vi: string; name_en: string }[] | undefined) => (key: string) => {
            const found = all?.find((each) => each.key === key);
            return found ? localName(found, language) : key;
        };
        const names = {
            everywhere: t.everywhere,
            organisation: t.inOrganisation,
            ward: (code: string) => {
                const found = wards?.find((each) => each.code === code);
                return found ? wardName(found, language) : code;
            },
            domain: named(domains),
            class: named(classes),
            more: t.andMore,
        };
        const where = (extent: Omit<Extent, "sensitivity">): string => extentWords(extent, names);
        const limits = (extent: Pick<Extent, "sensitivity" | "valid_to">): string =>
            [s.upTo(s.names[extent.sensitivity]), extent.valid_to && t.until(format.dateTime(extent.valid_to))].filter(Boolean).join(" · ");
        return { where, limits };
    }, [t, s, format, language, wards, domains, classes]);
}
