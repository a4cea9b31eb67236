import { Button, Radio } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { Asset, AssetVersion, List } from "@/api/types";
import { IconAlertTriangle } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { ShapeMapView } from "@/ui/ShapeMapView";
import { conflictTexts } from "./conflictTexts";
import { FieldValue } from "./FieldValue";
import { firstChoice, type Choice, type MergeRow } from "./threeWay";
import { registryTexts } from "./texts";
import { useFieldLabels } from "./useFieldLabels";
import "./registry.css";

interface Props {
    newer: Asset;
    rows: MergeRow[];
    saving: boolean;
    /** Saves at once what was chosen. */
    onSave: (choices: Record<string, Choice>) => void;
    /** Back into the form with what was chosen, to look at it again. */
    onReview: (choices: Record<string, Choice>) => void;
    onDiscard: () => void;
}

/**
 * Somebody else saved first: every field that either side changed, with the value before, mine and theirs. Only where both
 * changed the same field is there something to decide.
 */
export function ConflictPanel({ newer, rows, saving, onSave, onReview, onDiscard }: Props) {
    const c = useTexts(conflictTexts);
    const t = useTexts(registryTexts);
    const format = useFormat();
    const labels = useFieldLabels(newer.class);
    const [choices, setChoices] = useState<Record<string, Choice>>({});
    const who = useQuery({
        queryKey: [...keys.asset(newer.id), "versions", "newest", newer.version],
        queryFn: ({ signal }) =>
            api.get<List<AssetVersion>>(`/api/v1/assets/${newer.id}/versions`, { query: { limit: 1 }, signal }).then((list) => list.items[0]),
    }).data;
    const chosen = (row: MergeRow) => choices[row.pointer] ?? firstChoice(row);
    const open = rows.filter((row) => !chosen(row)).length;
    const clashes = rows.filter((row) => row.by === "both");
    const shape = rows.find((row) => row.pointer === "/geometry");
    const all = (choice: Choice) => setChoices(Object.fromEntries(clashes.map((row) => [row.pointer, choice])));
    const value = (row: MergeRow, side: "base" | "mine" | "theirs") => (
        <FieldValue assetClass={newer.class} pointer={row.pointer} value={row[side]} />
    );
    return (
        <Section
            title={
                <span className="conflict-title">
                    <IconAlertTriangle size={18} aria-hidden /> {c.title}
                </span>
            }
        >
            <p>
                {who && `${c.who(who.changed_by ?? "", format.dateTime(who.recorded_at))} `}
                {who?.reason && `${c.reason(who.reason)} `}
                {clashes.length > 0 ? c.why(clashes.length) : c.noClash}
            </p>
            {clashes.length > 1 && (
                <div className="conflict-all">
                    <Button onClick={() => all("mine")}>{c.allMine}</Button>
                    <Button onClick={() => all("theirs")}>{c.allTheirs}</Button>
                </div>
            )}
            <ul className="conflict-rows">
                {rows.map((row) => {
                    const choice = chosen(row);
                    return (
                        <li key={row.pointer} data-open={choice ? undefined : ""}>
                            <div className="conflict-field">
                                <strong>{labels(row.pointer)}</strong>
                                <span className="muted">
                                    {row.by === "both" ? c.both : row.by === "me" ? c.onlyMine : c.onlyTheirs}
                                </span>
                                <span className="muted">
                                    {c.before}: {value(row, "base")}
                                </span>
                            </div>
                            <Radio.Group
                                className="conflict-choice"
                                aria-label={labels(row.pointer)}
                                value={choice}
                                onChange={(event) => setChoices((now) => ({ ...now, [row.pointer]: event.target.value as Choice }))}
                            >
                                <Radio value="mine">
                                    <small>{c.mine}</small>
                                    {value(row, "mine")}
                                </Radio>
                                <Radio value="theirs">
                                    <small>{c.theirs}</small>
                                    {value(row, "theirs")}
                                </Radio>
                            </Radio.Group>
                        </li>
                    );
                })}
            </ul>
            {shape && (
                <>
                    <ShapeMapView
                        shape={(chosen(shape) === "theirs" ? shape.theirs : shape.mine) as GeoJSON.Geometry | null}
                        former={(chosen(shape) === "theirs" ? shape.mine : shape.theirs) as GeoJSON.Geometry | null}
                        label={t.location}
                    />
                    <p className="field-help">{c.shapes}</p>
                </>
            )}
            <footer className="form-foot">
                <span className="grow field-help">{open > 0 ? c.open(open) : c.ready}</span>
                <Button onClick={onDiscard}>{c.discard}</Button>
                <Button onClick={() => onReview(choices)} disabled={open > 0}>
                    {c.review}
                </Button>
                <Button type="primary" loading={saving} onClick={() => onSave(choices)} disabled={open > 0}>
                    {c.save}
                </Button>
            </footer>
        </Section>
    );
}
