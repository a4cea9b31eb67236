import { Button, Segmented } from "antd";
import { useState } from "react";
import type { Datastream } from "@/api/types";
import { useTexts } from "@/i18n";
import { lastSpan, type SpanName } from "@/ui/chart/span";
import { StreamChart } from "@/ui/chart/StreamChart";
import { useLimits } from "@/ui/chart/useLimits";
import { uiTexts } from "@/ui/texts";
import { useNow } from "@/ui/useNow";
import { operationsTexts } from "../texts";

const SPANS: SpanName[] = ["hour", "sixHours", "day", "week"];

/** One datastream with its limits; dragging across it zooms in. */
export function ValueChart({ stream, assetClass }: { stream: Datastream; assetClass: string }) {
    const t = useTexts(operationsTexts);
    const words = useTexts(uiTexts);
    const [span, setSpan] = useState<SpanName>("hour");
    const [zoom, setZoom] = useState<{ from: number; to: number }>();
    const limits = useLimits(stream, assetClass);
    const { from, to } = zoom ?? lastSpan(span, useNow());
    return (
        <div className="value-chart">
            <div className="value-spans">
                <Segmented
                    size="small"
                    value={span}
                    onChange={(next) => {
                        setZoom(undefined);
                        setSpan(next);
                    }}
                    options={SPANS.map((value) => ({ value, label: words.spans[value] }))}
                />
                {zoom && (
                    <Button size="small" type="link" onClick={() => setZoom(undefined)}>
                        {t.drawer.resetZoom}
                    </Button>
                )}
            </div>
            <StreamChart datastream={stream} from={from} to={to} limits={limits} height={180} onZoom={(a, b) => setZoom({ from: a, to: b })} />
        </div>
    );
}
