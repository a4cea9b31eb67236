import { Button } from "antd";
import { useMemo } from "react";
import { IconAlertTriangle, IconCheck } from "@/app/icons";
import { useTexts } from "@/i18n";
import { FeatureMapView } from "@/ui/FeatureMapView";
import { advise, type Position } from "./crs";
import { systemOf } from "./systems";
import { transferTexts } from "./texts";
import { useMetres, useSystemName } from "./useWords";

interface Props {
    crs: string | null;
    /** The file itself says so: where its points fit, nobody needs to weigh other systems. */
    sure: boolean;
    /** East before north, as the file has them. */
    points: [number, number][];
    /** The points are the corners of an extent. */
    box: boolean;
    swapped: boolean;
    onSystem: (crs: string, exchanged: boolean) => void;
    onExchange: () => void;
}

const COLOURS = { "": "accent" } as const;
/** More than this many other systems would be no help. */
const OTHERS_SHOWN = 3;

/** Where the numbers of the file would lie with this choice: in words, with what would fit better, and on a map. */
export function PlaceCheck({ crs, sure, points, box, swapped, onSystem, onExchange }: Props) {
    const t = useTexts(transferTexts);
    const systemName = useSystemName();
    const metres = useMetres();
    const advice = useMemo(() => advise(systemOf(crs), points, swapped), [crs, points, swapped]);
    const features = useMemo(() => drawn(advice.placing.positions, box), [advice, box]);
    if (points.length === 0) return <p className="note">{t.noExtent}</p>;
    const good = advice.fits;
    const others = good && sure ? [] : advice.others.slice(0, OTHERS_SHOWN);
    return (
        <div className="stack">
            <div className={good ? "note note-good" : "note note-warning"} role="status">
                {good ? <IconCheck size={18} stroke={1.75} aria-hidden /> : <IconAlertTriangle size={18} stroke={1.75} aria-hidden />}
                <div>
                    <p>{good ? t.fits : crs === null ? t.crsUnknown : advice.exchange ? t.exchangeFits : others.length > 0 ? t.outside : t.noneFits}</p>
                    {advice.exchange && (
                        <Button size="small" onClick={onExchange}>
                            {t.swap}
                        </Button>
                    )}
                    {others.length > 0 && !advice.exchange && (
                        <>
                            <p>{good ? t.alsoFits : crs === null ? t.wouldFit : t.betterFits}</p>
                            <ul className="others">
                                {others.map((each) => (
                                    <li key={each.system.code}>
                                        {good ? (
                                            systemName(each.system)
                                        ) : (
                                            <Button size="small" onClick={() => onSystem(each.system.code, each.swapped)}>
                                                {systemName(each.system)}
                                            </Button>
                                        )}
                                        {each.off_m !== undefined && <span className="muted"> {t.offBy(metres(each.off_m))}</span>}
                                    </li>
                                ))}
                            </ul>
                            {good && <p className="muted">{t.askSource}</p>}
                        </>
                    )}
                </div>
            </div>
            {advice.placing.positions.length > 0 && (
                <div className="place-map">
                    <FeatureMapView features={features} frame={`${crs}${swapped}${points.join()}`} label={t.where} colours={COLOURS} />
                </div>
            )}
        </div>
    );
}

function drawn(positions: Position[], box: boolean): GeoJSON.FeatureCollection {
    const [first] = positions;
    const geometry: GeoJSON.Geometry =
        box && first && positions.length > 2 ? { type: "Polygon", coordinates: [[...positions, first]] } : { type: "MultiPoint", coordinates: positions };
    return { type: "FeatureCollection", features: first ? [{ type: "Feature", id: 1, properties: {}, geometry }] : [] };
}
