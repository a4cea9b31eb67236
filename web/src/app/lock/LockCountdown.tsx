import { Button } from "antd";
import { useTexts } from "@/i18n";
import { IconClock } from "../icons";
import { lockTexts } from "./texts";
import "./lock.css";

/** The last minute before the lock; any act ends it, the button is for those who look for one. */
export function LockCountdown({ seconds }: { seconds: number }) {
    const t = useTexts(lockTexts);
    return (
        <div className="lock-soon" role="timer">
            <IconClock size={18} stroke={1.75} aria-hidden />
            <span>{t.soon(seconds)}</span>
            <Button size="small">{t.stay}</Button>
        </div>
    );
}
