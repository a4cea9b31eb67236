import type { AttributeSchema } from "@/api/types";
import type { Language } from "@/i18n";

export type FieldKind =
    | "number" | "integer" | "text" | "paragraph" | "boolean" | "date" | "choice" | "choices" | "tags" | "table" | "map";

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
    /** Most rows of a table or items of a list. */
    itemsMax?: number;
    /** The columns of a table. */
    columns: SchemaField[];
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
            if (schema.items?.properties) return "table";
            return schema.items?.enum ? "choices" : "tags";
        case "object":
            return "map";
        default:
            if (schema["format"] === "date") return "date";
            return (schema.maxLength ?? 0) > ONE_LINE_MAX ? "paragraph" : "text";
    }
}

/** The attributes that a class's JSON Schema describes, in its order, in the chosen language. */
export function fieldsOf(schema: AttributeSchema, language: Language): SchemaField[] {
    const required = new Set(schema.required ?? []);
    return Object.entries(schema.properties ?? {}).map(([key, property]) => {
        const listed = property.items?.enum ? property.items : property;
        const titles = listed[language === "vi" ? "enum_titles" : "enum_titles_en"] as
            Record<string, string> | undefined;
        return {
            key,
            title: (language === "en" ? property.title_en : property.title) ?? property.title ?? key,
            kind: kindOf(property),
            required: required.has(key),
            columns: property.items?.properties ? fieldsOf(property.items, language) : [],
            options: (listed.enum ?? []).map((value) => ({
                value: String(value),
                label: titles?.[String(value)] ?? String(value),
            })),
            ...(property.unit ? { unit: property.unit } : {}),
            ...(property.description && language === "vi" ? { help: property.description } : {}),
            ...(property.minimum === undefined ? {} : { least: property.minimum }),
            ...(property.maximum === undefined ? {} : { most: property.maximum }),
            ...(property["maxItems"] === undefined ? {} : { itemsMax: Number(property["maxItems"]) }),
            ...(property.maxLength === undefined ? {} : { lengthMax: property.maxLength }),
        };
    });
}

export interface FieldGroup {
    title: string;
    fields: SchemaField[];
    /** Of those that most classes have: construction, condition, value, position, remarks. */
    shared: boolean;
}

/** The attributes in the groups and the order of the class; what stands in none is left out (tags of the source). */
export function groupsOf(schema: AttributeSchema, language: Language): FieldGroup[] {
    const fields = new Map(fieldsOf(schema, language).map((field) => [field.key, field]));
    const groups = schema["groups"] as { title: string; title_en?: string; shared?: boolean; properties: string[] }[] | undefined;
    if (!groups) return [{ title: "", shared: false, fields: [...fields.values()].filter((field) => field.kind !== "map") }];
    return groups.map((group) => ({
        title: (language === "en" ? group.title_en : group.title) ?? group.title,
        shared: group.shared ?? false,
        fields: group.properties.flatMap((key) => fields.get(key) ?? []),
    }));
}

/** A member list that came with the source data (OpenStreetMap tags) reads as key = value pairs. */
export const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** A year is written without grouping: 2009, not 2.009. */
export const isYear = (field: SchemaField): boolean =>
    field.kind === "integer" && !field.unit && field.key.startsWith("year");
