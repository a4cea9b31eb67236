import type { Datastream, Priority } from "@/api/types";
import { IconChevronDown, IconChevronRight } from "@/app/icons";
import { common, useTexts } from "@/i18n";
import { LiveReading } from "@/ui/LiveReading";
import { StateMark } from "@/ui/StateMark";
import { Sparkline } from "./Sparkline";
import { ValueChart } from "./ValueChart";

interface Props {
    stream: Datastream;
    assetClass: string;
    /** Of the alarm that is active on this stream. */
    priority: Priority | undefined;
    open: boolean;
    onToggle: () => void;
}

export function ValueRow({ stream, assetClass, priority, open, onToggle }: Props) {
    const words = useTexts(common);
    const property = (words.property as Record<string, string>)[stream.property] ?? stream.property;
    return (
        <li className={priority ? `value value-abnormal mark-edge-${priority}` : "value"}>
            <button type="button" className="value-row" aria-expanded={open} onClick={onToggle}>
                <span className="value-name">
                    {priority ? <StateMark state={priority} /> : open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
                    <span>
                        <span>{stream.name}</span>
                        {!stream.name.startsWith(property) && <small>{property}</small>}
                    </span>
                </span>
                <Sparkline datastream={stream} priority={priority} />
                <LiveReading datastream={stream} />
            </button>
            {open && <ValueChart stream={stream} assetClass={assetClass} />}
        </li>
    );
}
