import { Tag } from "antd";
import type { Delegation } from "@/api/security";
import { useTexts } from "@/i18n";
import { delegationTexts } from "./texts";

const colors = { waiting: "default", active: "blue", ended: "default" };

export function DelegationState({ state }: { state: Delegation["state"] }) {
    const t = useTexts(delegationTexts);
    return <Tag color={colors[state]}>{t.states[state]}</Tag>;
}
