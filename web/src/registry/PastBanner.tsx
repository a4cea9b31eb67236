import { Button, DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useFormat, useTexts } from "@/i18n";
import { registryTexts } from "./texts";

/** Says that the page shows the past, lets one go to another day, and leads back. */
export function PastBanner({ time, onTime, onNow }: { time: string; onTime: (time: string) => void; onNow: () => void }) {
    const t = useTexts(registryTexts);
    const format = useFormat();
    return (
        <div className="past-banner" role="status">
            <span>{t.asOfBanner(format.dateTime(time))}</span>
            <DatePicker
                showTime={{ format: "HH:mm" }}
                format="DD/MM/YYYY HH:mm"
                aria-label={t.asOf}
                allowClear={false}
                value={dayjs(time)}
                disabledDate={(day: Dayjs) => day.isAfter(new Date())}
                onChange={(day: Dayjs | null) => day && onTime(day.toISOString())}
            />
            <Button type="primary" onClick={onNow}>
                {t.asOfNow}
            </Button>
        </div>
    );
}
