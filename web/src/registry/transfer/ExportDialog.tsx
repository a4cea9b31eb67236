import { Button, Modal, Radio, Select } from "antd";
import { useState } from "react";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { filterBody } from "../identity/codes";
import { ExportRows } from "./ExportRows";
import { exportTexts } from "./exportTexts";
import { systemOf } from "./systems";
import { EXPORT_FORMATS, type ExportFormat } from "./types";
import { useExports, useMakeExport } from "./useExports";
import { useFilterWords } from "./useFilterWords";
import { useSystemName } from "./useWords";
import "./transfer.css";

interface Props {
    /** The filter of the list behind the dialog. */
    filter: Record<string, string | undefined>;
    total: number | undefined;
    onClose: () => void;
}

/** The systems that files are asked for in; degrees are what GeoJSON is defined in. */
const CRS_CHOICES = ["EPSG:4326", "EPSG:5897", "EPSG:3405", "EPSG:32648"];
const DEGREES_ONLY: ExportFormat[] = ["geojson"];
const METRES_FIRST: ExportFormat[] = ["dxf", "cityjson"];
const RECENT = 5;
/** Lists count exactly up to here. */
const EXACT_UP_TO = 10_000;

/** What is exported, as which file, in which system; the finished file waits in the list beneath. */
export function ExportDialog({ filter, total, onClose }: Props) {
    const t = useTexts(exportTexts);
    const format = useFormat();
    const filterWords = useFilterWords();
    const systemName = useSystemName();
    const [kind, setKind] = useState<ExportFormat>("gpkg");
    const [crs, setCrs] = useState("EPSG:4326");
    const recent = useExports(RECENT);
    const make = useMakeExport();
    const choose = (next: ExportFormat) => {
        setKind(next);
        if (DEGREES_ONLY.includes(next)) setCrs("EPSG:4326");
        else if (METRES_FIRST.includes(next)) setCrs("EPSG:5897");
    };
    const given = filterBody(filter);
    const amount = total === undefined ? "" : total > EXACT_UP_TO ? t.moreThan(format.number(EXACT_UP_TO)) : t.count(format.number(total));
    return (
        <Modal
            open
            title={t.title}
            width={640}
            onCancel={onClose}
            footer={
                <Button type="primary" loading={make.isPending} disabled={total === 0} onClick={() => make.mutate({ format: kind, crs, filter: given })}>
                    {t.make}
                </Button>
            }
        >
            <p>
                <span className="muted">{t.what}:</span> <strong>{filterWords(filter)}</strong>
                {amount && ` – ${amount}`}
            </p>
            <p className="field-help">{t.limits}</p>
            <Field label={t.format}>
                {({ id, ...props }) => (
                    <Radio.Group
                        {...(props["aria-describedby"] ? { "aria-describedby": props["aria-describedby"] } : {})}
                        id={id}
                        className="export-formats"
                        value={kind}
                        onChange={(event) => choose(event.target.value as ExportFormat)}
                        options={EXPORT_FORMATS.map((each) => ({
                            value: each,
                            label: (
                                <>
                                    {t.formats[each]} <small className="muted">{t.formatWhy[each]}</small>
                                </>
                            ),
                        }))}
                    />
                )}
            </Field>
            <Field label={t.crs}>
                {(props) => (
                    <Select
                        {...props}
                        value={crs}
                        disabled={DEGREES_ONLY.includes(kind)}
                        onChange={setCrs}
                        options={CRS_CHOICES.flatMap((code) => {
                            const system = systemOf(code);
                            return system ? [{ value: code, label: systemName(system) }] : [];
                        })}
                    />
                )}
            </Field>
            {make.isError && <ErrorView error={make.error} inline />}
            {recent.data && recent.data.length > 0 && (
                <section className="export-recent">
                    <h3>{t.recent}</h3>
                    <ExportRows exports={recent.data} />
                </section>
            )}
            {recent.isError && <ErrorView error={recent.error} inline />}
        </Modal>
    );
}
