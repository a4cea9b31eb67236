import { useFormat, useTexts } from "@/i18n";
import { HOURS, niceTop, type Hour } from "./hours";
import { watchTexts } from "./texts";

const WIDTH = 720;
const HEIGHT = 170;
const LEFT = 34;
const BOTTOM = 22;
const TOP = 10;
const BAR_GAP = 4;
const LABEL_EVERY = 3;

/** Bars of 24 hours in plain SVG, and the same numbers as a table for those who cannot see them. */
export function HourBars({ hours }: { hours: Hour[] }) {
    const t = useTexts(watchTexts);
    const format = useFormat();
    const top = niceTop(Math.max(...hours.map((hour) => hour.count)));
    const step = (WIDTH - LEFT) / HOURS;
    const y = (count: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / top);
    const clock = (at: number): string => format.clock(at).slice(0, 5);
    return (
        <figure className="hour-bars">
            <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t.chart}>
                {[0, top / 2, top].map((count) => (
                    <g key={count}>
                        <line x1={LEFT} x2={WIDTH} y1={y(count)} y2={y(count)} />
                        <text x={LEFT - 6} y={y(count) + 4} textAnchor="end">
                            {format.number(count)}
                        </text>
                    </g>
                ))}
                {hours.map((hour, i) => (
                    <g key={hour.at}>
                        {hour.count > 0 && (
                            <rect x={LEFT + i * step + BAR_GAP / 2} width={step - BAR_GAP} y={y(hour.count)} height={y(0) - y(hour.count)} rx={2}>
                                <title>{t.failedAt(clock(hour.at), format.number(hour.count))}</title>
                            </rect>
                        )}
                        {(HOURS - 1 - i) % LABEL_EVERY === 0 && (
                            <text x={LEFT + (i + 0.5) * step} y={HEIGHT - 4} textAnchor="middle">
                                {clock(hour.at)}
                            </text>
                        )}
                    </g>
                ))}
            </svg>
            <table className="sr-only">
                <caption>{t.failed}</caption>
                <tbody>
                    {hours.map((hour) => (
                        <tr key={hour.at}>
                            <th scope="row">{clock(hour.at)}</th>
                            <td>{format.number(hour.count)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </figure>
    );
}
