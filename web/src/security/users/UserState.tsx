import { Tag, Tooltip } from "antd";
import type { User } from "@/api/types";
import { IconLock, IconX } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { useNow } from "@/ui/useNow";
import { securityTexts } from "../texts";
import { userTexts } from "./texts";

export const isLocked = (user: User, now: number): boolean => user.locked_until != null && new Date(user.locked_until).getTime() > now;

/** Active, paused after failed sign-ins, or disabled and why. */
export function UserState({ user }: { user: User }) {
    const t = useTexts(securityTexts);
    const u = useTexts(userTexts);
    const format = useFormat();
    const now = useNow();
    if (!user.enabled) {
        const why = user.disabled_reason === "idle" ? u.disabledIdle : u.disabledByHand;
        return (
            <Tooltip title={why}>
                <span className="tag tag-done">
                    <IconX size={16} stroke={1.75} aria-hidden />
                    {t.disabled}
                </span>
            </Tooltip>
        );
    }
    if (isLocked(user, now)) {
        return (
            <Tooltip title={u.lockedUntil(format.dateTime(user.locked_until))}>
                <span className="tag mark-warning">
                    <IconLock size={16} stroke={1.75} aria-hidden />
                    {u.lockedNow}
                </span>
            </Tooltip>
        );
    }
    return <span className="muted">{t.enabled}</span>;
}

export function UserKindTag({ user }: { user: User }) {
    const u = useTexts(userTexts);
    return user.kind === "service" ? <Tag>{u.service}</Tag> : null;
}
