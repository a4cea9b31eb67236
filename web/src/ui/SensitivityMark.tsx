import { Tooltip } from "antd";
import type { Sensitivity } from "@/api/types";
import { IconLock, IconShieldHalf, IconUsers, IconWorld } from "@/app/icons";
import { useTexts } from "@/i18n";
import { sensitivityTexts } from "./sensitivity";

const icons = { open: IconWorld, shared: IconUsers, internal: IconShieldHalf, restricted: IconLock };

/** Level of data as shape and word; only what is restricted stands out. */
export function SensitivityMark({ level }: { level: Sensitivity }) {
    const t = useTexts(sensitivityTexts);
    const Icon = icons[level];
    return (
        <Tooltip title={t.why[level]}>
            <span className={level === "restricted" ? "tag mark-warning" : "tag tag-done"}>
                <Icon size={16} stroke={1.75} aria-hidden />
                {t.names[level]}
            </span>
        </Tooltip>
    );
}
