import { useMemo } from "react";
import { useClasses } from "@/api/queries";
import { useLanguage, useTexts } from "@/i18n";
import { fieldsOf } from "./schemaFields";
import { formTexts } from "./formTexts";
import { registryTexts } from "./texts";

/** The words for a field of an asset by its JSON pointer, for differences and refusals. */
export function useFieldLabels(assetClass: string): (pointer: string) => string {
    const t = useTexts(registryTexts);
    const f = useTexts(formTexts);
    const language = useLanguage();
    const schema = useClasses().data?.find((each) => each.key === assetClass)?.schema;
    return useMemo(() => {
        const attributes = new Map(schema ? fieldsOf(schema, language).map((field) => [field.key, field.title]) : []);
        const own: Record<string, string> = {
            "/class": t.assetClass,
            "/name": t.name,
            "/name_en": t.nameEn,
            "/other_names": t.otherNames,
            "/parent_id": t.parent,
            "/status": t.status,
            "/grade": t.grade,
            "/owner_id": t.owner,
            "/operator_id": t.operator,
            "/ward_code": t.ward,
            "/address": t.address,
            "/identifiers": t.identifiers,
            "/geometry": t.location,
            "/source": t.source,
            "/valid_from": f.validFrom,
            "/reason": f.reason,
        };
        return (pointer) => own[pointer] ?? attributes.get(pointer.replace("/attributes/", "")) ?? pointer;
    }, [schema, language, t, f]);
}
