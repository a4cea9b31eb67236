import type { FilterSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { domainDrawn } from "@/map/domainLayers";

/** What is switched off: whole domains ("road") and classes ("lighting/lamp"). Pure. */
export const hiddenDomains = (hidden: readonly string[]): Set<string> => new Set(hidden.filter((key) => !key.includes("/")));
export const hiddenClasses = (hidden: readonly string[]): string[] => hidden.flatMap((key) => key.split("/")[1] ?? []);
export const classKey = (domain: string, key: string): string => `${domain}/${key}`;

/** Switches a domain with all of its classes. */
export function toggleDomain(hidden: readonly string[], domain: string, on: boolean): string[] {
    const rest = hidden.filter((key) => key !== domain && !key.startsWith(`${domain}/`));
    return on ? rest : [...rest, domain];
}

/** Switches one class; a domain that was off as a whole keeps its other classes off. */
export function toggleClass(hidden: readonly string[], domain: string, classes: readonly string[], key: string, on: boolean): string[] {
    const off = new Set(hidden.includes(domain) ? classes : hidden.flatMap((each) => (each.startsWith(`${domain}/`) ? [each.slice(domain.length + 1)] : [])));
    if (on) off.delete(key);
    else off.add(key);
    const rest = toggleDomain(hidden, domain, true);
    return off.size === classes.length ? [...rest, domain] : [...rest, ...[...off].map((each) => classKey(domain, each))];
}

/** Everything drawn from the register's tiles as chosen; `past` hides all of today but the borders of wards. */
export function chosenLayer(layer: LayerSpecification, hidden: readonly string[], past: boolean): LayerSpecification {
    const domain = domainDrawn(layer);
    if (!domain) return layer;
    const off = hiddenDomains(hidden).has(domain) || (past && domain !== "administrative");
    const classes = hiddenClasses(hidden);
    const filter = "filter" in layer ? layer.filter : undefined;
    const shown = ["!", ["in", ["get", "class"], ["literal", classes]]];
    return {
        ...layer,
        ...(classes.length > 0 ? { filter: (filter ? ["all", filter, shown] : shown) as FilterSpecification } : {}),
        layout: { ...layer.layout, visibility: off ? "none" : (layer.layout?.visibility ?? "visible") },
    } as LayerSpecification;
}

export const chosenLayers = (style: StyleSpecification, hidden: readonly string[], past: boolean): StyleSpecification => ({
    ...style,
    layers: style.layers.map((layer) => chosenLayer(layer, hidden, past)),
});
