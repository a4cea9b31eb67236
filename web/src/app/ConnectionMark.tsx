import { Tooltip } from "antd";
import { useFormat, useTexts } from "@/i18n";
import { useConnection } from "@/live/useLive";
import { useNow } from "@/ui/useNow";
import { shellTexts } from "./texts";

/** Says whether the screen is fed: live, connecting, or cut off. */
export function ConnectionMark() {
    const t = useTexts(shellTexts);
    const format = useFormat();
    const connection = useConnection();
    const now = useNow();
    const last = connection.lastMessageAt ? t.lastNews(format.age(connection.lastMessageAt, now)) : "";
    const why = connection.state === "offline" ? `${t.offlineWhy} ${last}` : last;
    return (
        <Tooltip title={why}>
            <span className={`connection connection-${connection.state}`} role="status">
                <i aria-hidden="true" />
                <span>{t.connection[connection.state]}</span>
            </span>
        </Tooltip>
    );
}
