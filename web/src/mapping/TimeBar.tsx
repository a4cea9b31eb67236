import { Button, DatePicker, Slider, Tooltip } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { IconChevronLeft, IconX } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { useNow } from "@/ui/useNow";
import { addMonths, dayFrom, dayNumber, dayOf } from "./days";
import { SHAPES_MAX } from "./useNeighbours";
import type { PastState } from "./usePast";
import { mappingTexts } from "./texts";

interface Props {
    date: string;
    state: PastState;
    onDate: (date: string) => void;
    onClose: () => void;
}

/** The slider reaches back so far; the field takes any day. */
const REACH_MONTHS = 36;

/** The day whose register the map shows. */
export function TimeBar({ date, state, onDate, onClose }: Props) {
    const t = useTexts(mappingTexts);
    const format = useFormat();
    const today = dayOf(useNow());
    const [sliding, setSliding] = useState<number>();
    const least = Math.min(dayNumber(addMonths(today, -REACH_MONTHS)), dayNumber(date));
    const most = dayNumber(today);
    const dayText = (number: number | undefined): string => (number === undefined ? "" : format.date(`${dayFrom(number)}T12:00:00`));
    const go = (day: string): void => onDate(day > today ? today : day);
    return (
        <section className="desk-time" aria-label={t.time.title}>
            <strong>{t.time.title}</strong>
            <DatePicker
                aria-label={t.time.date}
                value={dayjs(date)}
                format="DD/MM/YYYY"
                allowClear={false}
                maxDate={dayjs(today)}
                onChange={(day) => day && go(day.format("YYYY-MM-DD"))}
            />
            <Tooltip title={t.time.earlier}>
                <Button type="text" aria-label={t.time.earlier} icon={<IconChevronLeft size={18} />} onClick={() => go(addMonths(date, -1))} />
            </Tooltip>
            <Slider
                className="desk-time-slider"
                min={least}
                max={most}
                value={sliding ?? dayNumber(date)}
                tooltip={{ formatter: dayText }}
                ariaLabelForHandle={t.time.date}
                onChange={setSliding}
                onChangeComplete={(value: number) => {
                    setSliding(undefined);
                    go(dayFrom(value));
                }}
            />
            <Tooltip title={t.time.later}>
                <Button type="text" className="turned" aria-label={t.time.later} icon={<IconChevronLeft size={18} />} disabled={date >= today} onClick={() => go(addMonths(date, 1))} />
            </Tooltip>
            <span className="muted desk-time-count" role="status">
                {state.loading ? t.time.loading : state.works === undefined ? "" : state.truncated ? t.time.many(format.number(SHAPES_MAX)) : t.time.shown(format.number(state.works))}
            </span>
            <Button icon={<IconX size={16} />} onClick={onClose}>
                {t.time.close}
            </Button>
            {state.error !== null && <ErrorView error={state.error} inline />}
        </section>
    );
}
