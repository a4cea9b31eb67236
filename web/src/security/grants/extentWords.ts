import type { Extent } from "@/api/security";

/** How a list of places is cut before "và 3 nơi khác". */
const NAMED = 3;

export interface ExtentNames {
    everywhere: string;
    organisation: (name: string) => string;
    ward: (code: string) => string;
    domain: (key: string) => string;
    class: (key: string) => string;
    more: (n: number) => string;
}

/** Where a role holds, in words: "trong Sở Xây dựng · Phường Hoàn Kiếm · Cầu"; nothing limited is everywhere. */
export function extentWords(extent: Pick<Extent, "organisation" | "wards" | "domains" | "classes">, names: ExtentNames): string {
    const some = (keys: string[], name: (key: string) => string): string[] => {
        if (keys.length === 0) return [];
        const named = keys.slice(0, NAMED).map(name).join(", ");
        return [keys.length > NAMED ? `${named} ${names.more(keys.length - NAMED)}` : named];
    };
    const parts = [
        ...(extent.organisation ? [names.organisation(extent.organisation)] : []),
        ...some(extent.wards, names.ward),
        ...some(extent.domains, names.domain),
        ...some(extent.classes, names.class),
    ];
    return parts.length > 0 ? parts.join(" · ") : names.everywhere;
}
