import type { AlarmState, AssetStatus, WorkState } from "@/api/types";
import { common, useTexts } from "@/i18n";
import "./marks.css";

type Tone = "calm" | "busy" | "wanting" | "done";

/** Asks for an act (wanting), is being dealt with (busy), needs nothing (calm), or is over (done). */
const ALARM_TONE: Record<AlarmState, Tone> = {
    raised: "wanting",
    acknowledged: "busy",
    cleared: "calm",
    closed: "done",
};
const WORK_TONE: Record<WorkState, Tone> = {
    open: "wanting",
    assigned: "busy",
    in_progress: "busy",
    completed: "wanting",
    accepted: "done",
    cancelled: "done",
};
const ASSET_TONE: Record<AssetStatus, Tone> = {
    planned: "done",
    under_construction: "busy",
    in_service: "calm",
    out_of_service: "wanting",
    retired: "done",
};

const Tag = ({ tone, children }: { tone: Tone; children: string }) => (
    <span className={`status status-${tone}`}>{children}</span>
);

export function AlarmStateTag({ state }: { state: AlarmState }) {
    return <Tag tone={ALARM_TONE[state]}>{useTexts(common).alarmState[state]}</Tag>;
}

export function WorkStateTag({ state }: { state: WorkState }) {
    return <Tag tone={WORK_TONE[state]}>{useTexts(common).workState[state]}</Tag>;
}

export function AssetStatusTag({ status }: { status: AssetStatus }) {
    return <Tag tone={ASSET_TONE[status]}>{useTexts(common).assetStatus[status]}</Tag>;
}
