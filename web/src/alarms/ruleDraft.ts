import type { Priority, Rule, RuleKind } from "@/api/types";

/** What the editor of a rule holds. */
export interface RuleDraft {
    target: "one" | "class";
    datastream_id: number | null;
    asset_class: string | null;
    property: string | null;
    name: string;
    kind: RuleKind;
    limit: number | null;
    dead_band: number;
    on_delay_s: number;
    off_delay_s: number;
    priority: Priority;
    enabled: boolean;
    advice: string;
}

export const emptyRule: RuleDraft = {
    target: "one",
    datastream_id: null,
    asset_class: null,
    property: null,
    name: "",
    kind: "above",
    limit: null,
    dead_band: 0,
    on_delay_s: 0,
    off_delay_s: 0,
    priority: "warning",
    enabled: true,
    advice: "",
};

export const draftOfRule = (rule: Rule): RuleDraft => ({
    target: rule.datastream_id ? "one" : "class",
    datastream_id: rule.datastream_id ?? null,
    asset_class: rule.asset_class ?? null,
    property: rule.property ?? null,
    name: rule.name,
    kind: rule.kind,
    limit: rule.limit ?? null,
    dead_band: rule.dead_band,
    on_delay_s: rule.on_delay_s,
    off_delay_s: rule.off_delay_s,
    priority: rule.priority,
    enabled: rule.enabled,
    advice: rule.advice ?? "",
});

export function ruleCreation(draft: RuleDraft): Record<string, unknown> {
    return {
        ...(draft.target === "one"
            ? { datastream_id: draft.datastream_id }
            : { asset_class: draft.asset_class, property: draft.property }),
        name: draft.name.trim(),
        kind: draft.kind,
        ...(draft.kind === "no_data" ? {} : { limit: draft.limit, dead_band: draft.dead_band }),
        on_delay_s: draft.on_delay_s,
        off_delay_s: draft.off_delay_s,
        priority: draft.priority,
        enabled: draft.enabled,
        ...(draft.advice.trim() ? { advice: draft.advice.trim() } : {}),
    };
}

const CHANGEABLE = [
    "name",
    "limit",
    "dead_band",
    "on_delay_s",
    "off_delay_s",
    "priority",
    "enabled",
    "advice",
] as const;

/** What differs; the target and the condition of a rule never change. */
export function rulePatch(rule: Rule, draft: RuleDraft): Record<string, unknown> {
    const before = draftOfRule(rule);
    return Object.fromEntries(CHANGEABLE.filter((key) => before[key] !== draft[key]).map((key) => [key, draft[key]]));
}

/** Pointers of what is still missing. */
export function missingIn(draft: RuleDraft): string[] {
    const missing: string[] = [];
    if (!draft.name.trim()) missing.push("/name");
    if (draft.target === "one" && draft.datastream_id === null) missing.push("/datastream_id");
    if (draft.target === "class" && !draft.asset_class) missing.push("/asset_class");
    if (draft.target === "class" && !draft.property) missing.push("/property");
    if (draft.kind !== "no_data" && draft.limit === null) missing.push("/limit");
    return missing;
}

/** How often the values went beyond the limit, counting a new excursion only after they came back past the dead band. */
export function excursions(values: (number | null)[], kind: RuleKind, limit: number | null, deadBand: number): number {
    if (limit === null || kind === "no_data") return 0;
    const sign = kind === "above" ? 1 : -1;
    let beyond = false;
    let count = 0;
    for (const value of values) {
        if (value === null) continue;
        if (!beyond && sign * (value - limit) > 0) {
            beyond = true;
            count += 1;
        } else if (beyond && sign * (value - limit) <= -deadBand) {
            beyond = false;
        }
    }
    return count;
}
