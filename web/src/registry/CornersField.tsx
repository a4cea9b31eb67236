import { useQuery, keepPreviousData } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useEffect, type ClipboardEvent } from "react";
import { api, ApiError } from "@/api/client";
import { IconAlertTriangle, IconArrowsExchange, IconPlus, IconTrash } from "@/app/icons";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { Facts } from "@/ui/Page";
import { ShapeMapView } from "@/ui/ShapeMapView";
import { useDebounced } from "@/ui/useDebounced";
import { cornerState, emptyCorner, exchanged, parseCoordinate, parsePaste, sentCorners, type Corner, type CornersAnswer } from "./corners";
import { cornerTexts } from "./cornerTexts";
import { inDegrees, SYSTEMS } from "./transfer/systems";
import { useSystemName } from "./transfer/useWords";
import "./corners.css";

export interface CornersValue {
    crs: string;
    corners: Corner[];
    /** The area of the papers as typed, m². */
    stated: string;
}

interface Props {
    value: CornersValue;
    onChange: (value: CornersValue) => void;
    /** The polygon in WGS 84, null while the corners make none. */
    onGeometry: (geometry: GeoJSON.Polygon | null) => void;
}

const PAUSE_MS = 400;
/** Corners are measured in metres. */
const METRIC = SYSTEMS.filter((system) => !inDegrees(system));
const PERCENT = 100;

/** An area by the corner coordinates of its papers: typed or pasted, drawn as they come, checked against the stated area. */
export function CornersField({ value, onChange, onGeometry }: Props) {
    const t = useTexts(cornerTexts);
    const language = useLanguage();
    const format = useFormat();
    const systemName = useSystemName();
    const { crs, corners, stated } = value;
    const stated_area_m2 = parseCoordinate(stated);
    const body = JSON.stringify({ crs, corners: sentCorners(corners), ...(stated_area_m2 ? { stated_area_m2 } : {}) });
    const asked = useDebounced(body, PAUSE_MS);
    const complete = sentCorners(corners) !== undefined;
    const answer = useQuery({
        queryKey: ["corners", asked],
        queryFn: ({ signal }) => api.post<CornersAnswer>("/api/v1/geometry/corners", JSON.parse(asked), { signal }),
        enabled: complete && asked === body,
        placeholderData: keepPreviousData,
        staleTime: Infinity,
    });
    const shown = complete && !answer.isError ? answer.data : undefined;
    const settled = shown && asked === body && !answer.isPlaceholderData ? shown.geometry : null;
    const geometry = settled && JSON.stringify(settled);
    useEffect(() => {
        onGeometry(geometry ? (JSON.parse(geometry) as GeoJSON.Polygon) : null);
        // eslint-disable-next-line react-hooks/exhaustive-deps
    }, [geometry]);

    const setCorners = (next: Corner[]) => onChange({ ...value, corners: next });
    const put = (at: number, change: Partial<Corner>) => setCorners(corners.map((corner, i) => (i === at ? { ...corner, ...change } : corner)));
    const paste = (event: ClipboardEvent, at: number) => {
        const rows = parsePaste(event.clipboardData.getData("text"));
        if (rows.length === 0) return;
        event.preventDefault();
        const before = corners.slice(0, at);
        const after = corners.slice(at + rows.length).filter((corner) => cornerState(corner) !== "empty");
        setCorners([...before, ...rows, ...after]);
    };
    const off = shown && stated_area_m2 ? Math.abs(shown.area_m2 - stated_area_m2) / stated_area_m2 : undefined;
    const swapped = answer.error instanceof ApiError && answer.error.code === "coordinates_swapped";
    const input = (corner: Corner, at: number, key: "x" | "y") => (
        <Input
            aria-label={`${t.row(corner.label)}: ${t[key]}`}
            inputMode="decimal"
            value={corner[key]}
            status={corner[key].trim() !== "" && parseCoordinate(corner[key]) === undefined ? "error" : ""}
            title={corner[key].trim() !== "" && parseCoordinate(corner[key]) === undefined ? t.notNumber : ""}
            onPaste={(event) => paste(event, at)}
            onChange={(event) => put(at, { [key]: event.target.value })}
        />
    );
    return (
        <div className="corners">
            <div>
                <Field label={t.crs} help={t.habit}>
                    {(props) => (
                        <Select {...props} value={crs} onChange={(next: string) => onChange({ ...value, crs: next })} options={METRIC.map((system) => ({ value: system.code, label: systemName(system) }))} />
                    )}
                </Field>
                <table className="corner-table">
                    <thead>
                        <tr>
                            <th scope="col">{t.label}</th>
                            <th scope="col">{t.x}</th>
                            <th scope="col">{t.y}</th>
                            <td />
                        </tr>
                    </thead>
                    <tbody>
                        {corners.map((corner, at) => (
                            <tr key={at}>
                                <td>
                                    <Input aria-label={t.label} value={corner.label} onPaste={(event) => paste(event, at)} onChange={(event) => put(at, { label: event.target.value })} />
                                </td>
                                <td>{input(corner, at, "x")}</td>
                                <td>{input(corner, at, "y")}</td>
                                <td>
                                    <Button type="text" aria-label={t.remove(corner.label)} icon={<IconTrash size={16} />} onClick={() => setCorners(corners.filter((_, i) => i !== at))} />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
                <p className="field-help">{t.paste}</p>
                <div className="geometry-tools">
                    <Button icon={<IconPlus size={16} />} onClick={() => setCorners([...corners, emptyCorner(corners.length + 1)])}>
                        {t.add}
                    </Button>
                    <Button icon={<IconArrowsExchange size={16} />} type={swapped ? "primary" : "default"} onClick={() => setCorners(exchanged(corners))}>
                        {t.exchange}
                    </Button>
                </div>
                <Field label={t.stated} help={t.statedHelp}>
                    {(props) => <Input {...props} inputMode="decimal" suffix="m²" value={stated} onChange={(event) => onChange({ ...value, stated: event.target.value })} />}
                </Field>
            </div>
            <div>
                <ShapeMapView shape={shown?.geometry ?? null} label={t.map} />
                {!complete && <p className="field-help">{t.needThree}</p>}
                {answer.isError && complete && <ErrorView error={answer.error} inline />}
                {shown && (
                    <Facts
                        rows={[
                            [
                                t.area,
                                <>
                                    {format.quantity(shown.area_m2, "m²", 1)}
                                    {off !== undefined && <span className="muted"> · {t.difference(`${format.number(off * PERCENT, 1)}%`)}</span>}
                                </>,
                            ],
                            [t.perimeter, format.quantity(shown.perimeter_m, "m", 1)],
                        ]}
                    />
                )}
                {shown?.warnings.map((warning) => (
                    <p key={`${warning.code}${warning.where ?? ""}`} className="corner-warning" role="status">
                        <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
                        {language === "vi" ? warning.message_vi : warning.message_en}
                    </p>
                ))}
            </div>
        </div>
    );
}
