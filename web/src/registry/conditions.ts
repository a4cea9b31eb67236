import type { AttributeSchema } from "@/api/types";

type Values = Record<string, unknown>;
type Branch = AttributeSchema | boolean | undefined;

/** What the other values make of each attribute: no place for it, or a value wanted. */
export interface FieldState {
    hidden: ReadonlySet<string>;
    required: ReadonlySet<string>;
}

const given = (value: unknown): boolean =>
    value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

/** Whether a value meets a condition: the part of the server's JSON Schema that conditions use. */
export function fits(schema: Branch, value: unknown): boolean {
    if (schema === undefined || schema === true) return true;
    if (schema === false) return false;
    if ("const" in schema && schema["const"] !== value) return false;
    if (schema.enum && !(schema.enum as unknown[]).includes(value)) return false;
    if (typeof value === "number") {
        return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) return true;
    const values = value as Values;
    if ((schema.required ?? []).some((key) => !given(values[key]))) return false;
    return Object.entries(schema.properties ?? {}).every(([key, each]) => !given(values[key]) || fits(each, values[key]));
}

/** The branches of all conditions that hold for the values. */
function branches(schema: AttributeSchema, values: Values): AttributeSchema[] {
    const all = [schema, ...((schema["allOf"] as AttributeSchema[] | undefined) ?? [])];
    const dependent = Object.entries((schema["dependentSchemas"] as Record<string, AttributeSchema> | undefined) ?? {});
    return [
        ...all.flatMap((each) => {
            if (!("if" in each)) return [];
            const branch = each[fits(each["if"] as Branch, values) ? "then" : "else"] as Branch;
            return typeof branch === "object" ? [branch] : [];
        }),
        ...dependent.filter(([key]) => given(values[key])).map(([, branch]) => branch),
    ];
}

/**
 * Which attributes a form shows and which it asks for. What is hidden counts as empty for the other conditions, so this goes
 * round until nothing changes any more.
 */
export function fieldState(schema: AttributeSchema, attributes: Values): FieldState {
    const hidden = new Set<string>();
    for (;;) {
        const values = Object.fromEntries(Object.entries(attributes).filter(([key, v]) => given(v) && !hidden.has(key)));
        const applied = branches(schema, values);
        const refused = applied.flatMap((branch) =>
            Object.entries(branch.properties ?? {}).filter(([, each]) => (each as Branch) === false).map(([key]) => key),
        );
        const before = hidden.size;
        refused.forEach((key) => hidden.add(key));
        if (hidden.size > before) continue;
        const dependent = (schema["dependentRequired"] as Record<string, string[]> | undefined) ?? {};
        const required = [
            ...(schema.required ?? []),
            ...applied.flatMap((branch) => branch.required ?? []),
            ...Object.entries(dependent).flatMap(([key, wanted]) => (key in values ? wanted : [])),
        ];
        return { hidden, required: new Set(required.filter((key) => !hidden.has(key))) };
    }
}

/** The values without those that the conditions leave no place for: null removes what is stored. */
export function fittingAttributes(schema: AttributeSchema, attributes: Values): Values {
    const { hidden } = fieldState(schema, attributes);
    return Object.fromEntries(Object.entries(attributes).map(([key, v]) => [key, hidden.has(key) ? null : v]));
}

/** The keys of filled attributes that saving will drop, because another value leaves no place for them. */
export function dropped(schema: AttributeSchema, attributes: Values): string[] {
    return [...fieldState(schema, attributes).hidden].filter((key) => given(attributes[key]));
}

export interface Completeness {
    basis: string;
    filled: number;
    wanted: number;
    missing: string[];
}

/** How much of what the law wants of this class is there; nothing when the law names nothing. */
export function completeness(schema: AttributeSchema, attributes: Values): Completeness[] {
    const entries = (schema["mandatory"] as { legal_basis: string; properties: string[] }[] | undefined) ?? [];
    const { hidden } = fieldState(schema, attributes);
    return entries.map((entry) => {
        const wanted = entry.properties.filter((key) => !hidden.has(key));
        const missing = wanted.filter((key) => !given(attributes[key]));
        return { basis: entry.legal_basis, filled: wanted.length - missing.length, wanted: wanted.length, missing };
    });
}
