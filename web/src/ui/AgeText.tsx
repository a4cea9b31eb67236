import { useFormat } from "@/i18n";
import { useNow } from "./useNow";

/** "2 phút trước"; the exact time on hover. */
export function AgeText({ time }: { time: string | number | undefined | null }) {
    const format = useFormat();
    const now = useNow();
    if (time === undefined || time === null) return <span>{format.age(undefined, now)}</span>;
    return (
        <time dateTime={new Date(time).toISOString()} title={format.dateTime(time)}>
            {format.age(time, now)}
        </time>
    );
}
