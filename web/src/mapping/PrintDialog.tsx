import latin from "@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff?url";
import vietnamese from "@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff?url";
import { Input, Modal, Segmented, Select } from "antd";
import { useState } from "react";
import { useClasses } from "@/api/queries";
import type { Basemap } from "@/api/types";
import { domainHues, light } from "@/app/tokens";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { OSM_ATTRIBUTION } from "@/map/domainLayers";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import type { DeskMap } from "./DeskMap";
import { lengthText } from "./figures";
import type { MapLink } from "./link";
import { layoutOf, scaleOf, SCALES, type Paper, type Way } from "./print/layout";
import { sheetPdf, type LegendEntry } from "./print/pdf";
import { takePicture } from "./print/picture";
import { printTexts } from "./printTexts";

interface Props {
    map: DeskMap;
    link: MapLink;
    basemap: Basemap | undefined;
    onClose: () => void;
}

const bytes = (url: string): Promise<ArrayBuffer> => fetch(url).then((response) => response.arrayBuffer());

/** A sheet at a scale, made in the browser: nothing of the map leaves it. */
export default function PrintDialog({ map, link, basemap, onClose }: Props) {
    const t = useTexts(printTexts);
    const format = useFormat();
    const language = useLanguage();
    const classes = useClasses().data ?? [];
    const [title, setTitle] = useState(t.usualTitle);
    const [paper, setPaper] = useState<Paper>("A4");
    const [way, setWay] = useState<Way>("landscape");
    const [scale, setScale] = useState(() => scaleOf(map.view.zoom, map.view.lat));
    const [making, setMaking] = useState(false);
    const [failure, setFailure] = useState<unknown>(null);
    const layout = layoutOf(paper, way);
    const ground = (mm: number): string => lengthText((mm / 1000) * scale, format);

    const make = async (): Promise<void> => {
        setMaking(true);
        setFailure(null);
        try {
            const [picture, latinBytes, vietnameseBytes] = await Promise.all([takePicture(map, link, basemap, layout.map, scale), bytes(latin), bytes(vietnamese)]);
            const legend = classes.flatMap((each): LegendEntry[] => {
                    const mark = picture.shown.get(`${each.domain}/${each.key}`);
                    return mark ? [{ mark, hue: domainHues[each.domain]?.[0] ?? light.muted, label: localName(each, language) }] : [];
                });
            const pdf = await sheetPdf({
                layout,
                scale,
                title: title.trim() || t.usualTitle,
                picture: picture.jpeg,
                fonts: { latin: latinBytes, vietnamese: vietnameseBytes },
                legendTitle: t.legend,
                legend,
                north: t.north,
                scaleText: `1:${format.number(scale)}`,
                barText: (metres) => (metres >= 1000 ? format.quantity(metres / 1000, "km") : format.quantity(metres, "m")),
                foot: [
                    `${t.sources}: ${[...new Set([OSM_ATTRIBUTION, ...picture.attribution, ...(basemap ? [basemap.attribution] : [])])].join(" · ")}`,
                    `${link.date ? t.asOf(format.date(`${link.date}T12:00:00`)) : t.asOf(format.dateTime(Date.now()))} ${t.projection}`,
                ],
            });
            save(pdf, `ban-do-1-${scale}.pdf`);
            onClose();
        } catch (error) {
            setFailure(error);
        } finally {
            setMaking(false);
        }
    };
    return (
        <Modal open title={t.title} okText={t.make} cancelText={t.cancel} confirmLoading={making} onOk={() => void make()} onCancel={onClose} width={520}>
            <div className="print-form">
                {failure !== null && <ErrorView error={failure} inline />}
                <Field label={t.name}>{(props) => <Input {...props} value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} />}</Field>
                <Field label={t.paper}>
                    {({ id }) => (
                        <span id={id} className="print-paper">
                            <Segmented aria-label={t.paper} value={paper} options={["A4", "A3"] satisfies Paper[]} onChange={setPaper} />
                            <Segmented
                                aria-label={t.way}
                                value={way}
                                onChange={setWay}
                                options={[
                                    { value: "landscape" as const, label: t.landscape },
                                    { value: "portrait" as const, label: t.portrait },
                                ]}
                            />
                        </span>
                    )}
                </Field>
                <Field label={t.scale} help={t.covers(ground(layout.map.width), ground(layout.map.height))}>
                    {(props) => <Select {...props} value={scale} onChange={setScale} options={SCALES.map((value) => ({ value, label: `1:${format.number(value)}` }))} />}
                </Field>
                <p className="field-help" aria-live="polite">
                    {making ? t.making : t.middle}
                </p>
            </div>
        </Modal>
    );
}

function save(pdf: Uint8Array, name: string): void {
    const url = URL.createObjectURL(new Blob([pdf as BlobPart], { type: "application/pdf" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
