import { Button, Skeleton } from "antd";
import { useMemo, useState } from "react";
import { useClasses } from "@/api/queries";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { FeatureMapView } from "@/ui/FeatureMapView";
import { Facts, Section } from "@/ui/Page";
import { AttributeValue } from "../AttributeValue";
import { fieldsOf } from "../schemaFields";
import type { StepProps } from "./ImportPage";
import { DASHED_OUTCOMES, OUTCOME_COLOURS, OutcomeTag } from "./OutcomeTag";
import { previewFeatures } from "./previewFeatures";
import { transferTexts } from "./texts";
import { isTable, type Outcome } from "./types";
import { useImportAct, usePreview } from "./useImport";

/** The file as the register would hold it, on the map; each thing opens to its mapped attributes. */
export function PreviewStep({ it, go }: StepProps) {
    const t = useTexts(transferTexts);
    const format = useFormat();
    const language = useLanguage();
    const preview = usePreview(it, true);
    const act = useImportAct(it.id);
    const [picked, setPicked] = useState<number | undefined>(undefined);
    const assetClass = useClasses().data?.find((each) => each.key === it.settings?.class);
    const features = useMemo(() => previewFeatures(preview.data), [preview.data]);
    const chosen = features.features.find((each) => each.id === picked);
    const layer = it.layers?.find((each) => each.name === it.settings?.layer);
    const shown = features.features.length;
    const all = layer?.features ?? shown;
    const outside = preview.data?.outside ?? 0;
    const check = async () => {
        await act.mutateAsync("check").then(() => go("check"), () => undefined);
    };
    const facts = (assetClass ? fieldsOf(assetClass.schema, language) : []).flatMap((field): [string, React.ReactNode][] => {
        const value: unknown = chosen?.properties?.[field.key];
        return value === undefined || value === null ? [] : [[field.title, <AttributeValue field={field} value={value} />]];
    });
    const outcome = chosen?.properties?.["outcome"] as Outcome | undefined;
    return (
        <>
            <Section
                title={t.previewTitle}
                extra={shown > 0 && <span className="muted">{shown < all ? t.previewShown(format.number(shown), format.number(all)) : t.previewAll(format.number(shown))}</span>}
            >
                {preview.isPending && <Skeleton active />}
                {preview.isError && <ErrorView error={preview.error} onRetry={() => void preview.refetch()} inline />}
                {preview.data && shown === 0 && <EmptyState title={t.previewEmpty} why={layer && isTable(layer) && !it.settings?.x_column ? t.previewNoPlace : ""} />}
                {shown > 0 && (
                    <>
                        <p className={outside > 0 ? "note note-warning" : "note note-good"} role="status">
                            {outside > 0 ? t.previewOutside(format.number(outside)) : t.previewInside}
                        </p>
                        <div className="preview">
                            <FeatureMapView
                                features={features}
                                frame={JSON.stringify(it.settings)}
                                label={t.previewTitle}
                                colours={OUTCOME_COLOURS}
                                dashed={DASHED_OUTCOMES}
                                chosen={chosen?.geometry}
                                onPick={setPicked}
                            />
                            <aside aria-live="polite">
                                {chosen ? (
                                    <>
                                        <h3>{String(chosen.properties?.["name"] ?? t.rowNumber(format.number(Number(chosen.id))))}</h3>
                                        <p className="muted">
                                            {t.rowNumber(format.number(Number(chosen.id)))} {outcome && <OutcomeTag outcome={outcome} />}
                                        </p>
                                        {facts.length > 0 ? <Facts rows={facts} /> : <p className="muted">{t.noAttributes}</p>}
                                    </>
                                ) : (
                                    <p className="muted">{t.previewPick}</p>
                                )}
                            </aside>
                        </div>
                    </>
                )}
            </Section>
            {act.isError && <ErrorView error={act.error} inline />}
            <footer className="form-foot">
                <span className="grow muted">{t.checkWhy}</span>
                <Button onClick={() => go("mapping")}>{t.back}</Button>
                <Button type="primary" loading={act.isPending} onClick={() => void check()}>
                    {t.startCheck}
                </Button>
            </footer>
        </>
    );
}
