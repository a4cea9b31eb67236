import type { Datastream } from "@/api/types";
import { common, useFormat, useTexts } from "@/i18n";
import { useLiveValue } from "@/live/useLive";
import { AgeText } from "./AgeText";
import "./reading.css";

/** The last value of a datastream: pushed or as read, with its unit, age and quality; hatched when stale. */
export function LiveReading({ datastream, large = false }: { datastream: Datastream; large?: boolean }) {
    const words = useTexts(common);
    const format = useFormat();
    const live = useLiveValue(datastream.id);
    const read = datastream.last;
    const pushed = live && (!read || live.t >= Date.parse(read.t)) ? live : undefined;
    const last = pushed ?? (read ? { t: Date.parse(read.t), value: read.value, quality: read.quality } : undefined);
    if (!last) return <span className="muted">{words.state.unknown}</span>;
    const stale = pushed ? pushed.stale : datastream.stale;
    return (
        <span className={`reading${large ? " reading-large" : ""}${stale ? " reading-stale hatched" : ""}`}>
            <strong>{format.quantity(last.value, datastream.unit, datastream.decimals)}</strong>
            <small>
                <AgeText time={last.t} />
                {stale && ` · ${words.state.stale}`}
                {last.quality !== "good" && ` · ${words.quality[last.quality]}`}
            </small>
        </span>
    );
}
