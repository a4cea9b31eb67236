import { Button, Segmented } from "antd";
import { useTexts } from "@/i18n";
import { FigureList } from "./FigureList";
import { Panel } from "./Panel";
import type { SketchState } from "./Sketcher";
import { mappingTexts } from "./texts";

interface Props {
    kind: "LineString" | "Polygon";
    state: SketchState | undefined;
    onKind: (kind: "LineString" | "Polygon") => void;
    onAgain: () => void;
    onClose: () => void;
}

/** Length or area as it is clicked. */
export function MeasurePanel({ kind, state, onKind, onAgain, onClose }: Props) {
    const t = useTexts(mappingTexts);
    return (
        <Panel title={t.measure.title} label={t.measure.title} onClose={onClose} foot={<Button onClick={onAgain}>{t.measure.again}</Button>}>
            <Segmented
                block
                value={kind}
                onChange={onKind}
                options={[
                    { value: "LineString", label: t.measure.line },
                    { value: "Polygon", label: t.measure.area },
                ]}
            />
            <p className="field-help">{t.measure.help}</p>
            <div aria-live="polite">{state && state.sketch.parts.length > 0 && <FigureList sketch={state.sketch} lastSide />}</div>
            <p className="field-help">{t.measure.method}</p>
        </Panel>
    );
}
