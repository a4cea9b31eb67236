import { useMemo } from "react";
import { useClasses, useOrganisations } from "@/api/queries";
import type { Identifier, Sensitivity } from "@/api/types";
import { common, useLanguage, useTexts } from "@/i18n";
import { AssetLink } from "@/ui/AssetLink";
import { sensitivityTexts } from "@/ui/sensitivity";
import { uiTexts } from "@/ui/texts";
import { AttributeValue } from "./AttributeValue";
import { formTexts } from "./formTexts";
import { fieldsOf } from "./schemaFields";
import { registryTexts } from "./texts";

interface Props {
    assetClass: string;
    pointer: string;
    value: unknown;
}

const isEmpty = (value: unknown) =>
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** The value of any field of an asset, by its pointer, as people read it. */
export function FieldValue({ assetClass, pointer, value }: Props) {
    const t = useTexts(registryTexts);
    const u = useTexts(uiTexts);
    const f = useTexts(formTexts);
    const s = useTexts(sensitivityTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const organisations = useOrganisations();
    const schema = useClasses().data?.find((each) => each.key === assetClass)?.schema;
    const fields = useMemo(() => (schema ? fieldsOf(schema, language) : []), [schema, language]);
    if (isEmpty(value)) return <span className="muted">{u.nothing}</span>;
    const attribute = fields.find((field) => pointer === `/attributes/${field.key}`);
    if (attribute) {
        if (attribute.kind === "map") return <span className="cut">{JSON.stringify(value)}</span>;
        return <AttributeValue field={attribute} value={value} />;
    }
    switch (pointer) {
        case "/status":
            return <>{words.assetStatus[value as keyof typeof words.assetStatus] ?? String(value)}</>;
        case "/grade":
            return <>{t.grades[String(value)] ?? String(value)}</>;
        case "/sensitivity":
            return <>{s.names[value as Sensitivity]}</>;
        case "/owner_id":
        case "/operator_id":
            return <>{organisations.data?.find((each) => each.id === value)?.name ?? `#${String(value)}`}</>;
        case "/parent_id":
            return <AssetLink id={Number(value)} name={`#${String(value)}`} />;
        case "/geometry":
            return <>{shapeWords(value as GeoJSON.Geometry, f)}</>;
        case "/identifiers":
            return (
                <>
                    {(value as Identifier[]).map((each) => (
                        <div key={`${each.kind} ${each.value}`}>
                            {each.kind}: {each.value}
                        </div>
                    ))}
                </>
            );
        default:
            return <>{Array.isArray(value) ? value.join(", ") : typeof value === "object" ? JSON.stringify(value) : String(value)}</>;
    }
}

/** "tuyến, 12 đỉnh": what kind of shape and how fine it is. */
function shapeWords(shape: GeoJSON.Geometry, f: { geometryTypes: Record<string, string>; vertices: (n: number) => string }): string {
    const kind = f.geometryTypes[shape.type] ?? shape.type;
    if (shape.type === "Point") return `${kind} ${shape.coordinates.slice(0, 2).map((n) => n.toFixed(6)).join(", ")}`;
    return `${kind}, ${f.vertices(countPositions("coordinates" in shape ? shape.coordinates : []))}`;
}

function countPositions(part: unknown): number {
    if (!Array.isArray(part)) return 0;
    return typeof part[0] === "number" ? 1 : part.reduce<number>((sum, each) => sum + countPositions(each), 0);
}
