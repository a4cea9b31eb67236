import { foldText } from "@/ui/filters/fold";
import type { SchemaField } from "../schemaFields";
import type { FieldRule, FileField, FileLayer, ImportSettings } from "./types";

/** A name as it is compared: no diacritics, case, spaces or signs. "Chiều dài (m)" → "chieudaim". */
export const compact = (text: string): string => foldText(text).replace(/[^a-z0-9]/g, "");

/** Field names of Shapefiles end here. */
const DBF_NAME_LENGTH = 10;

const UNITS: Record<string, [dimension: string, size: number]> = {
    mm: ["length", 0.001],
    cm: ["length", 0.01],
    dm: ["length", 0.1],
    m: ["length", 1],
    km: ["length", 1000],
    m2: ["area", 1],
    ha: ["area", 10_000],
    km2: ["area", 1_000_000],
    w: ["power", 1],
    kw: ["power", 1000],
    mw: ["power", 1_000_000],
    v: ["voltage", 1],
    kv: ["voltage", 1000],
    kg: ["mass", 1],
    t: ["mass", 1000],
};
const unitKey = (unit: string): string => unit.toLowerCase().replace("²", "2").replace("tấn", "t");

/** The unit that a column carries in its name: "CHIEUDAI_KM", "Dài (km)". */
export function unitInName(column: string): string | undefined {
    const last = /[\s_([]+([a-zA-Zấ]+[2²]?)[)\]]?$/u.exec(column.trim())?.[1];
    const key = last && unitKey(last);
    return key && key in UNITS ? key : undefined;
}

/** What numbers in one unit are multiplied by to be in another; undefined when they do not measure the same. */
export function unitFactor(from: string, to: string): number | undefined {
    const source = UNITS[unitKey(from)];
    const target = UNITS[unitKey(to)];
    return source && target && source[0] === target[0] ? source[1] / target[1] : undefined;
}

const withoutUnit = (column: string): string => {
    const unit = unitInName(column);
    const name = compact(column);
    return unit && name.endsWith(unit) ? name.slice(0, -unit.length) : name;
};

/** Which attribute each column went to in former imports of the class. */
export function remembered(former: ImportSettings[], assetClass: string): Map<string, FieldRule> {
    const rules = new Map<string, FieldRule>();
    for (const settings of former) {
        if (settings.class !== assetClass) continue;
        for (const rule of settings.fields) {
            const key = rule.column && compact(rule.column);
            if (key && !rules.has(key)) rules.set(key, rule);
        }
    }
    return rules;
}

/** How sure it is that a column holds an attribute: 0 not at all. */
function likeness(column: string, field: SchemaField, names: string[]): number {
    const name = compact(column);
    const bare = withoutUnit(column);
    const own = [field.key, field.title, ...names].map(compact).concat(withoutUnit(field.key.replace(/_([a-z]+[23]?)$/, " $1")));
    if (own.includes(name) || own.includes(bare)) return 3;
    if (name.length === DBF_NAME_LENGTH && own.some((each) => each.startsWith(name))) return 2;
    if (bare.length >= 5 && own.some((each) => each.startsWith(bare) || (each.length >= 5 && bare.startsWith(each)))) return 1;
    return 0;
}

/** The texts of a column that a list of codes has to know: all of them, or the first where they are too many. */
export const textsOf = (column: FileField): string[] => (column.values?.length ? column.values : column.samples);

/** The code whose key or name is the text of the file, for each text that finds one. */
export function suggestValues(texts: string[], field: SchemaField): Record<string, string> {
    const found: Record<string, string> = {};
    for (const each of texts) {
        const text = compact(each);
        const option = field.options.find((option) => compact(option.value) === text || compact(option.label) === text);
        if (option) found[each] = option.value;
    }
    return found;
}

function ruleFor(column: FileField, field: SchemaField, former?: FieldRule): FieldRule {
    const rule: FieldRule = { attribute: field.key, column: column.name };
    const unit = unitInName(column.name);
    const factor = former?.unit_factor ?? (unit && field.unit ? unitFactor(unit, field.unit) : undefined);
    if (factor !== undefined && factor !== 1) rule.unit_factor = factor;
    if (field.kind === "choice") {
        const values = { ...suggestValues(textsOf(column), field), ...former?.values };
        if (Object.keys(values).length > 0) rule.values = values;
    }
    return rule;
}

/**
 * A rule for each attribute that a column seems made for; each column is used once. What former imports did counts most,
 * then equal names, then names cut off by the Shapefile format, then names that begin alike.
 */
export function suggestFields(
    columns: FileField[],
    fields: SchemaField[],
    memory: Map<string, FieldRule>,
    english: Record<string, string> = {},
): FieldRule[] {
    const pairs = columns.flatMap((column) => {
        const former = memory.get(compact(column.name));
        return fields.flatMap((field) => {
            const score = former?.attribute === field.key ? 4 : likeness(column.name, field, english[field.key] ? [english[field.key]!] : []);
            return score > 0 ? [{ column, field, score, former: former?.attribute === field.key ? former : undefined }] : [];
        });
    });
    pairs.sort((a, b) => b.score - a.score);
    const columnsUsed = new Set<string>();
    const taken = new Map<string, FieldRule>();
    for (const { column, field, former } of pairs) {
        if (columnsUsed.has(column.name) || taken.has(field.key)) continue;
        columnsUsed.add(column.name);
        taken.set(field.key, ruleFor(column, field, former));
    }
    return fields.flatMap((field) => taken.get(field.key) ?? []);
}

const NAME_COLUMNS = ["ten", "name", "tencongtrinh", "tengoi", "tenct", "tenduong", "tencau", "tentuyen", "label"];
const ID_COLUMNS = ["ma", "madinhdanh", "mahieu", "macongtrinh", "mact", "masotuyen", "code", "id", "osmid", "maso", "fid"];

const firstNamed = (columns: FileField[], names: string[]): string | null => {
    for (const name of names) {
        const found = columns.find((column) => compact(column.name) === name);
        if (found) return found.name;
    }
    return null;
};

export const guessNameColumn = (columns: FileField[]): string | null =>
    firstNamed(columns, NAME_COLUMNS) ?? columns.find((column) => /^ten(?![a-z])|^ten_/.test(foldText(column.name)))?.name ?? null;
export const guessIdColumn = (columns: FileField[]): string | null =>
    firstNamed(columns, ID_COLUMNS) ?? columns.find((column) => /^(ma|so hieu|sohieu|so_hieu|ky hieu|kyhieu|ky_hieu)([^a-z]|$)/.test(foldText(column.name)))?.name ?? null;

/** What kind of code a column holds: those of OpenStreetMap by the shapes of their layer, others are the city's. */
export function guessIdKind(column: string, layer: Pick<FileLayer, "name" | "geometry">): string {
    const name = compact(column);
    if (name === "osmwayid") return "osm_way";
    if (name !== "osmid") return "legacy_city";
    if (layer.geometry === "Point") return "osm_node";
    return layer.name.startsWith("multi") ? "osm_relation" : "osm_way";
}

/** Columns of the file that go nowhere. */
export function unmapped(columns: FileField[], settings: ImportSettings): FileField[] {
    const used = new Set([settings.name_column, settings.id_column, settings.x_column, settings.y_column, ...settings.fields.map((rule) => rule.column)]);
    return columns.filter((column) => !used.has(column.name));
}

/** Required attributes that nothing fills. */
export const missing = (fields: SchemaField[], settings: ImportSettings): SchemaField[] =>
    fields.filter((field) => field.required && !settings.fields.some((rule) => rule.attribute === field.key && (rule.column || rule.constant !== undefined)));
