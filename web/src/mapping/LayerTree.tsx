import { Button, Checkbox, Select } from "antd";
import { useMemo, useState } from "react";
import { useClasses, useDomains } from "@/api/queries";
import type { AssetClass, Basemap } from "@/api/types";
import { IconChevronDown } from "@/app/icons";
import { localName, useLanguage, useTexts } from "@/i18n";
import { TILE_DOMAINS } from "@/map/domainLayers";
import { DomainIcon } from "@/ui/DomainIcon";
import { classKey, toggleClass, toggleDomain } from "./layerChoice";
import { LegendMark, markOf } from "./LegendMark";
import { mappingTexts } from "./texts";

interface Props {
    hidden: readonly string[];
    basemaps: readonly Basemap[];
    basemap: string | undefined;
    onHidden: (hidden: string[]) => void;
    onBasemap: (id: string | undefined) => void;
}

export const OWN = "local";

/** Our own base first; one that cannot be read now is told, not hidden. */
export const basemapOptions = (basemaps: readonly Basemap[], t: { basemapOwn: string; unreadable: (name: string) => string }) => [
    { value: OWN, label: t.basemapOwn },
    ...basemaps
        .filter(({ kind }) => kind !== "local")
        .map(({ id, name, date, tiles }) => ({ value: id, label: tiles ? [name, date].filter(Boolean).join(" · ") : t.unreadable(name), disabled: !tiles })),
];

/** Domains with their classes, each with the mark that the map draws it by. */
export function LayerTree({ hidden, basemaps, basemap, onHidden, onBasemap }: Props) {
    const t = useTexts(mappingTexts);
    const language = useLanguage();
    const allDomains = useDomains().data;
    const domains = useMemo(() => (allDomains ?? []).filter(({ key }) => (TILE_DOMAINS as readonly string[]).includes(key)), [allDomains]);
    const classes = useClasses().data ?? [];
    const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
    const off = new Set(hidden);
    const flip = (key: string): void =>
        setOpen((now) => {
            const next = new Set(now);
            if (!next.delete(key)) next.add(key);
            return next;
        });
    return (
        <div className="layer-tree">
            <Checkbox
                checked={hidden.length === 0}
                indeterminate={hidden.length > 0 && domains.some(({ key }) => !off.has(key))}
                onChange={(event) => onHidden(event.target.checked ? [] : domains.map(({ key }) => key))}
            >
                <strong>{t.allLayers}</strong>
            </Checkbox>
            <ul>
                {domains.map((domain) => {
                    const inside = classes.filter((each) => each.domain === domain.key && drawn(each));
                    const some = hidden.some((key) => key.startsWith(`${domain.key}/`));
                    const isOpen = open.has(domain.key);
                    return (
                        <li key={domain.key}>
                            <div className="layer-row">
                                <Button
                                    type="text"
                                    size="small"
                                    className="layer-open"
                                    aria-expanded={isOpen}
                                    aria-label={t.expand(localName(domain, language))}
                                    disabled={inside.length === 0}
                                    icon={<IconChevronDown size={16} />}
                                    onClick={() => flip(domain.key)}
                                />
                                <Checkbox checked={!off.has(domain.key)} indeterminate={some} onChange={(event) => onHidden(toggleDomain(hidden, domain.key, event.target.checked))}>
                                    <span className="layer-name">
                                        <DomainIcon domain={domain.key} size={17} />
                                        {localName(domain, language)}
                                    </span>
                                </Checkbox>
                            </div>
                            {isOpen && (
                                <ul className="layer-classes">
                                    {inside.map((each) => (
                                        <li key={each.key}>
                                            <Checkbox
                                                checked={!off.has(domain.key) && !off.has(classKey(domain.key, each.key))}
                                                onChange={(event) => onHidden(toggleClass(hidden, domain.key, inside.map(({ key }) => key), each.key, event.target.checked))}
                                            >
                                                <span className="layer-name">
                                                    <LegendMark domain={domain.key} as={markOf(each.geometry)} />
                                                    {localName(each, language)}
                                                </span>
                                            </Checkbox>
                                        </li>
                                    ))}
                                </ul>
                            )}
                        </li>
                    );
                })}
            </ul>
            <label className="layer-basemap">
                <span>{t.basemap}</span>
                <Select
                    value={basemap ?? OWN}
                    options={basemapOptions(basemaps, t)}
                    onChange={(value) => onBasemap(value === OWN ? undefined : value)}
                />
            </label>
            {!basemaps.some(({ satellite }) => satellite) && <p className="field-help">{t.noSatellite}</p>}
        </div>
    );
}

const drawn = (each: AssetClass): boolean => each.geometry.length > 0;
