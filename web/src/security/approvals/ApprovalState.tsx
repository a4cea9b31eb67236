import type { ApprovalState as State } from "@/api/security";
import { IconAlertTriangle, IconCheck, IconClock, IconHourglass, IconX } from "@/app/icons";
import { useTexts } from "@/i18n";
import { approvalTexts } from "./texts";

const looks = {
    waiting: [IconHourglass, "tag-busy"],
    approved: [IconCheck, "tag-done"],
    rejected: [IconX, "tag-done"],
    withdrawn: [IconX, "tag-done"],
    expired: [IconClock, "tag-done"],
    failed: [IconAlertTriangle, "mark-major"],
} as const;

export function ApprovalState({ state }: { state: State }) {
    const t = useTexts(approvalTexts);
    const [Icon, look] = looks[state];
    return (
        <span className={`tag ${look}`}>
            <Icon size={16} stroke={1.75} aria-hidden />
            {t.states[state]}
        </span>
    );
}
