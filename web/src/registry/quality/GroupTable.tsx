import { Button, Segmented, Select } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useIsPhone } from "@/app/theme";
import { useFormat, useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { CompleteBar } from "./CompleteBar";
import { completeness, found, listOf, sorted, type SortKey } from "./figures";
import { qualityTexts } from "./texts";
import { FINDINGS, type FindingKind, type Quality, type QualityGroup } from "./types";

const ROWS = 15;
type GroupAxis = "ward" | "owner";

/** The same figures for each ward or owner, worst first. */
export function GroupTable({ quality }: { quality: Quality }) {
    const t = useTexts(qualityTexts);
    const format = useFormat();
    const phone = useIsPhone();
    const [axis, setAxis] = useState<GroupAxis>("ward");
    const [by, setBy] = useState<SortKey>("assets");
    const [all, setAll] = useState(false);
    const groups = sorted(axis === "ward" ? quality.wards : quality.owners, by);
    const shown = all ? groups : groups.slice(0, ROWS);
    // A column without a single finding would only push the others aside.
    const kinds = FINDINGS.filter((kind) => groups.some((group) => found(group, kind) > 0) && !(axis === "ward" && kind === "outside") && !(axis === "owner" && kind === "no_owner"));
    const name = (group: QualityGroup) => group.name ?? group.key ?? t.without[axis];
    const figure = (group: QualityGroup, kind: FindingKind) => {
        const n = found(group, kind);
        if (n === 0) return <span className="muted">0</span>;
        return (
            <Link to={listOf(kind, axis, group.key)} aria-label={`${name(group)}, ${t.findings[kind]}: ${format.number(n, 0)}`}>
                {format.number(n, 0)}
            </Link>
        );
    };
    return (
        <Section
            title={t.byGroup}
            extra={
                <span className="group-tools">
                    <Segmented
                        size="small"
                        aria-label={t.byGroup}
                        value={axis}
                        options={(["ward", "owner"] as const).map((value) => ({ value, label: t.axes[value] }))}
                        onChange={(next) => {
                            setAxis(next);
                            setAll(false);
                        }}
                    />
                    <Select
                        size="small"
                        aria-label={t.sortBy}
                        value={by}
                        onChange={setBy}
                        popupMatchSelectWidth={false}
                        options={[{ value: "assets", label: t.sortAssets }, { value: "complete", label: t.sortComplete }, ...FINDINGS.map((kind) => ({ value: kind, label: t.findings[kind] }))]}
                    />
                </span>
            }
        >
            {phone ? (
                <ul className="rows">
                    {shown.map((group) => (
                        <li key={group.key ?? ""} className="group-card">
                            <Link to={listOf(undefined, axis, group.key)}>{name(group)}</Link>
                            <CompleteBar share={completeness(group)} />
                            <span className="group-figures">
                                {kinds
                                    .filter((kind) => found(group, kind) > 0)
                                    .map((kind) => (
                                        <span key={kind}>
                                            {t.short[kind]} {figure(group, kind)}
                                        </span>
                                    ))}
                            </span>
                        </li>
                    ))}
                </ul>
            ) : (
                <div className="group-scroll" tabIndex={0} role="region" aria-label={t.byGroup}>
                    <table className="group-table">
                        <thead>
                            <tr>
                                <th scope="col">{t.group[axis]}</th>
                                <th scope="col" className="end">
                                    {t.count}
                                </th>
                                <th scope="col">{t.completeness}</th>
                                {kinds.map((kind) => (
                                    <th scope="col" className="end" key={kind} title={t.about[kind]}>
                                        {t.short[kind]}
                                    </th>
                                ))}
                            </tr>
                        </thead>
                        <tbody>
                            {shown.map((group) => (
                                <tr key={group.key ?? ""}>
                                    <th scope="row">
                                        <Link to={listOf(undefined, axis, group.key)}>{name(group)}</Link>
                                    </th>
                                    <td className="end">{format.number(group.assets, 0)}</td>
                                    <td>
                                        <CompleteBar share={completeness(group)} />
                                    </td>
                                    {kinds.map((kind) => (
                                        <td className="end" key={kind}>
                                            {figure(group, kind)}
                                        </td>
                                    ))}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
            {groups.length > shown.length && <Button onClick={() => setAll(true)}>{t.more(format.number(groups.length - shown.length, 0))}</Button>}
        </Section>
    );
}
