import { Button, Checkbox, Popover, Select } from "antd";
import { useState } from "react";
import { useBasemaps, useDomains } from "@/api/queries";
import { IconLayers } from "@/app/icons";
import { useShortcut } from "@/app/useShortcut";
import { common, localName, useLanguage, useTexts } from "@/i18n";
import { DomainIcon } from "@/ui/DomainIcon";
import { StateMark, type MarkState } from "@/ui/StateMark";
import { operationsTexts } from "./texts";

interface Props {
    hidden: readonly string[];
    basemap: string | undefined;
    onChange: (change: { hidden?: string[]; basemap?: string | undefined }) => void;
}

const OWN = "own";
const LEGEND: MarkState[] = ["critical", "major", "warning", "notice", "normal", "stale"];

function LayerTree({ hidden, basemap, onChange }: Props) {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const domains = useDomains().data ?? [];
    const basemaps = (useBasemaps().data ?? []).filter((each) => each.tiles);
    const off = new Set(hidden);
    const toggle = (key: string, on: boolean): void => onChange({ hidden: on ? hidden.filter((each) => each !== key) : [...hidden, key] });
    const stateWord = (state: MarkState): string =>
        state === "normal" || state === "stale" || state === "unknown" ? words.state[state] : words.priority[state];
    return (
        <div className="layer-panel">
            <Checkbox
                checked={off.size === 0}
                indeterminate={off.size > 0 && off.size < domains.length}
                onChange={(event) => onChange({ hidden: event.target.checked ? [] : domains.map((domain) => domain.key) })}
            >
                <strong>{t.allLayers}</strong>
            </Checkbox>
            <ul>
                {domains.map((domain) => (
                    <li key={domain.key}>
                        <Checkbox checked={!off.has(domain.key)} onChange={(event) => toggle(domain.key, event.target.checked)}>
                            <span className="layer-name">
                                <DomainIcon domain={domain.key} size={17} />
                                {localName(domain, language)}
                            </span>
                        </Checkbox>
                    </li>
                ))}
            </ul>
            {basemaps.length > 0 && (
                <label className="layer-basemap">
                    <span>{t.basemap}</span>
                    <Select
                        value={basemap ?? OWN}
                        options={[{ value: OWN, label: t.basemapOwn }, ...basemaps.map(({ id, name }) => ({ value: id, label: name }))]}
                        onChange={(value) => onChange({ basemap: value === OWN ? undefined : value })}
                    />
                </label>
            )}
            <strong>{t.legend}</strong>
            <ul className="layer-legend">
                {LEGEND.map((state) => (
                    <li key={state}>
                        <StateMark state={state} />
                        {stateWord(state)}
                    </li>
                ))}
                <li>
                    <StateMark state="critical" filled={false} />
                    {t.legendAcknowledged}
                </li>
            </ul>
        </div>
    );
}

export function LayerButton(props: Props) {
    const t = useTexts(operationsTexts);
    const [open, setOpen] = useState(false);
    useShortcut("escape", () => setOpen(false));
    return (
        <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" arrow={false} content={<LayerTree {...props} />}>
            <Button className="ops-float" icon={<IconLayers size={18} stroke={1.75} />} aria-label={t.layers} aria-expanded={open}>
                <span className="wide-only">{t.layers}</span>
            </Button>
        </Popover>
    );
}
