import { Button, Segmented } from "antd";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { IconDownload } from "@/app/icons";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { AssetLink } from "@/ui/AssetLink";
import { download, fileName } from "@/ui/chart/export";
import { EmptyState } from "@/ui/EmptyState";
import { FeatureMapView } from "@/ui/FeatureMapView";
import { ListCount } from "@/ui/ListCount";
import { Section } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { useSayError } from "@/ui/useSayError";
import { DASHED_OUTCOMES, OUTCOME_COLOURS, OutcomeTag } from "./OutcomeTag";
import { previewFeatures } from "./previewFeatures";
import { allRows, rowsCsv } from "./rowsCsv";
import { transferTexts } from "./texts";
import { OUTCOMES, type Import, type ImportRow, type Outcome } from "./types";
import { importKeys, usePreview } from "./useImport";

/** Row by row what became of the file: narrowed by outcome, each with its reason and its place. The choice is in the address. */
export function RowsReport({ it }: { it: Import }) {
    const t = useTexts(transferTexts);
    const format = useFormat();
    const language = useLanguage();
    const [params, setParams] = useSearchParams();
    const outcome = OUTCOMES.find((each) => each === params.get("outcome"));
    const list = useCursorList<ImportRow>(importKeys.rows(it.id, it.state, outcome), `/api/v1/imports/${it.id}/rows`, { outcome });
    const preview = usePreview(it, it.state === "checked" || it.state === "imported");
    const features = useMemo(() => {
        const all = previewFeatures(preview.data);
        return outcome ? { ...all, features: all.features.filter((each) => each.properties?.["kind"] === outcome) } : all;
    }, [preview.data, outcome]);
    const row = Number(params.get("row")) || undefined;
    const chosen = list.rows.find((each) => each.row === row);
    const shape = features.features.find((each) => each.id === row)?.geometry;
    const place = useMemo((): GeoJSON.Geometry | undefined => {
        if (shape) return shape;
        return chosen?.lon == null || chosen.lat == null ? undefined : { type: "Point", coordinates: [chosen.lon, chosen.lat] };
    }, [shape, chosen?.lon, chosen?.lat]);
    const put = (change: Record<string, string | undefined>) =>
        setParams(
            (now) => {
                const next = new URLSearchParams(now);
                for (const [key, value] of Object.entries(change)) {
                    if (value) next.set(key, value);
                    else next.delete(key);
                }
                return next;
            },
            { replace: true },
        );
    const toRow = (n: number) => {
        const next = new URLSearchParams(params);
        next.set("row", String(n));
        return `?${next}`;
    };
    const count = (each: Outcome): number => (each === "left" ? (it.undo_report?.left ?? 0) : (it.report?.[each] ?? 0));
    const reason = (each: ImportRow) => (language === "vi" ? each.reason_vi : each.reason_en) ?? "";
    const columns: Column<ImportRow>[] = [
        { key: "row", title: t.row, width: "80px", render: (each) => format.number(each.row) },
        { key: "outcome", title: t.outcome, width: "130px", render: (each) => <OutcomeTag outcome={each.outcome} /> },
        { key: "name", title: t.name, width: "minmax(180px, 1fr)", render: (each) => (each.asset_id ? <AssetLink id={each.asset_id} name={each.name ?? ""} /> : each.name) },
        { key: "reason", title: t.reason, width: "minmax(180px, 1.4fr)", render: (each) => <span title={[reason(each), each.where].filter(Boolean).join(" · ")}>{reason(each)}</span> },
    ];
    const shown = OUTCOMES.filter((each) => count(each) > 0 || each === "refused");
    return (
        <Section title={t.rows} extra={<RefusedCsv it={it} disabled={!it.report?.refused} />}>
            <div className="acts report-filter">
                <Segmented
                    aria-label={t.outcome}
                    value={outcome ?? ""}
                    onChange={(value) => put({ outcome: String(value) || undefined, row: undefined })}
                    options={[{ value: "", label: t.all }, ...shown.map((each) => ({ value: each, label: `${t.outcomes[each]} (${format.number(count(each))})` }))]}
                />
                <ListCount shown={list.rows.length} total={list.total} />
            </div>
            <div className="report">
                <div className="report-rows">
                    <CursorTable
                        list={list}
                        label={t.rows}
                        columns={columns}
                        rowKey={(each) => `${each.row}-${each.outcome}-${each.code ?? ""}`}
                        rowTo={(each) => toRow(each.row)}
                        filtered={false}
                        onClear={() => put({ outcome: undefined })}
                        empty={<EmptyState title={t.noRows} why={t.noRowsWhy} />}
                        cardHeight={124}
                        card={(each) => (
                            <>
                                <span className="card-line">
                                    <span className="grow card-title">{each.name ?? t.rowNumber(format.number(each.row))}</span>
                                    <OutcomeTag outcome={each.outcome} />
                                </span>
                                <span className="card-reason">{reason(each)}</span>
                                <span className="card-line">
                                    <span className="grow">{t.rowNumber(format.number(each.row))}</span>
                                </span>
                            </>
                        )}
                    />
                </div>
                <div className="report-map">
                    <FeatureMapView
                        features={features}
                        frame={`${it.id}-${it.state}`}
                        label={t.onMap}
                        colours={OUTCOME_COLOURS}
                        dashed={DASHED_OUTCOMES}
                        chosen={place}
                        onPick={(id) => id && put({ row: String(id) })}
                    />
                    {chosen && (
                        <p className="report-chosen" role="status">
                            <strong>{chosen.name ?? t.rowNumber(format.number(chosen.row))}</strong> {reason(chosen) || t.outcomes[chosen.outcome]}
                            {!place && <span className="muted"> {t.noPlace}</span>}
                        </p>
                    )}
                </div>
            </div>
        </Section>
    );
}

function RefusedCsv({ it, disabled }: { it: Import; disabled: boolean }) {
    const t = useTexts(transferTexts);
    const language = useLanguage();
    const sayError = useSayError();
    const [working, setWorking] = useState(false);
    const save = async () => {
        setWorking(true);
        try {
            const rows = await allRows(it.id, "refused");
            const csv = rowsCsv(t.csvHeads.split("|"), rows, language);
            download(`${fileName(`${it.file_name} ${t.outcomes.refused}`)}.csv`, new Blob([csv], { type: "text/csv" }));
        } catch (error) {
            sayError(error);
        } finally {
            setWorking(false);
        }
    };
    return (
        <Button size="small" icon={<IconDownload size={16} />} disabled={disabled} loading={working} onClick={() => void save()}>
            {working ? t.csvWorking : t.csvRefused}
        </Button>
    );
}
