import type { AttributeSchema } from "@/api/types";
import type { Language } from "@/i18n";

export type FieldKind = "number" | "integer" | "text" | "paragraph" | "boolean" | "choice" | "tags" | "map";

/** One attribute of a class, as a form or a page shows it. */
export interface SchemaField {
    key: string;
    title: string;
    kind: FieldKind;
    unit?: string;
    help?: string;
    required: boolean;
    least?: number;
    most?: number;
    lengthMax?: number;
    options: { value: string; label: string }[];
}

/** Texts that may be longer than this get several lines. */
const ONE_LINE_MAX = 200;

function kindOf(schema: AttributeSchema): FieldKind {
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    if (schema.enum) return "choice";
    switch (type) {
        case "number":
        case "integer":
        case "boolean":
            return type;
        case "array":
            return "tags";
        case "object":
            return "map";
        default:
            return (schema.maxLength ?? 0) > ONE_LINE_MAX ? "paragraph" : "text";
    }
}

/** The attributes that a class's JSON Schema describes, in its order, in the chosen language. */
export function fieldsOf(schema: AttributeSchema, language: Language): SchemaField[] {
    const required = new Set(schema.required ?? []);
    return Object.entries(schema.properties ?? {}).map(([key, property]) => {
        const titles = property[language === "vi" ? "enum_titles" : "enum_titles_en"] as
            Record<string, string> | undefined;
        return {
            key,
            title: (language === "en" ? property.title_en : property.title) ?? property.title ?? key,
            kind: kindOf(property),
            required: required.has(key),
            options: (property.enum ?? []).map((value) => ({
                value: String(value),
                label: titles?.[String(value)] ?? String(value),
            })),
            ...(property.unit ? { unit: property.unit } : {}),
            ...(property.description && language === "vi" ? { help: property.description } : {}),
            ...(property.minimum === undefined ? {} : { least: property.minimum }),
            ...(property.maximum === undefined ? {} : { most: property.maximum }),
            ...(property.maxLength === undefined ? {} : { lengthMax: property.maxLength }),
        };
    });
}

/** A member list that came with the source data (OpenStreetMap tags) reads as key = value pairs. */
export const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** A year is written without grouping: 2009, not 2.009. */
export const isYear = (field: SchemaField): boolean =>
    field.kind === "integer" && !field.unit && field.key.startsWith("year");
