import { useOrganisations } from "@/api/queries";
import type { AccessPart } from "@/api/security";
import { useTexts } from "@/i18n";
import { grantTexts } from "./texts";
import { useExtentWords } from "./useExtentWords";

/** Organisations named before "and 3 more". */
const NAMED = 3;

/** Where one part of a permission holds, and up to which sensitivity. */
export function usePartWords(): (part: AccessPart) => string {
    const t = useTexts(grantTexts);
    const organisations = useOrganisations().data;
    const { where, limits } = useExtentWords();
    return (part) => {
        const names = part.organisations.map((id) => organisations?.find((each) => each.id === id)?.name ?? `#${id}`);
        const named = names.length > NAMED ? `${names.slice(0, NAMED).join(", ")} ${t.andMore(names.length - NAMED)}` : names.join(", ");
        return [where({ ...part, organisation: named || null }), limits(part)].join(" · ");
    };
}
