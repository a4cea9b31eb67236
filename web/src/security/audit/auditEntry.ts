export interface AuditEntry {
    id: number;
    at: string;
    user_id?: number | null;
    user: string;
    address: string;
    action: string;
    entity: string;
    entity_id?: number | null;
    before: unknown;
    after: unknown;
    reason?: string | null;
    request_id: string;
}

/** "Sửa · Công trình #12" from "asset.change"; whole acts may have words of their own; what has none stays as its code. */
export function actionWords(
    entry: Pick<AuditEntry, "action" | "entity" | "entity_id">,
    verbs: Record<string, string>,
    entities: Record<string, string>,
): string {
    const whole = verbs[entry.action];
    if (whole) return whole;
    const verb = entry.action.split(".").at(-1) ?? entry.action;
    const thing = entities[entry.entity] ?? entry.entity;
    const said = verbs[verb] ? `${verbs[verb]} · ${thing}` : `${entry.action} · ${thing}`;
    return entry.entity_id ? `${said} #${entry.entity_id}` : said;
}

export interface Difference {
    path: string;
    before: string | undefined;
    after: string | undefined;
}

const shown = (value: unknown): string | undefined =>
    value === undefined || value === null ? undefined : typeof value === "string" ? value : JSON.stringify(value);

/** Members that differ between two states, down to the leaves; lists count as one value. */
export function differences(before: unknown, after: unknown, path = ""): Difference[] {
    const isObject = (value: unknown): value is Record<string, unknown> =>
        typeof value === "object" && value !== null && !Array.isArray(value);
    if (!isObject(before) && !isObject(after)) {
        return shown(before) === shown(after) ? [] : [{ path, before: shown(before), after: shown(after) }];
    }
    const a = isObject(before) ? before : {};
    const b = isObject(after) ? after : {};
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
        differences(a[key], b[key], path ? `${path}.${key}` : key),
    );
}
