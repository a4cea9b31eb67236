import { useFormat } from "@/i18n";
import { useNow } from "./useNow";

/** "2 phút trước", the exact time on hover. */
export function Age({ at }: { at: string | number | null | undefined }) {
    const format = useFormat();
    const now = useNow();
    if (at === null || at === undefined) return <span className="muted">{format.age(undefined, now)}</span>;
    return (
        <time dateTime={new Date(at).toISOString()} title={`${format.date(at)} ${format.clock(at)}`}>
            {format.age(at, now)}
        </time>
    );
}
