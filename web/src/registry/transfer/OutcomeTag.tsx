import type { ComponentType } from "react";
import { IconAlertTriangle, IconEdit, IconHistory, IconMinus, IconPlus, IconX } from "@/app/icons";
import type { Tokens } from "@/app/tokens";
import { useTexts } from "@/i18n";
import { transferTexts } from "./texts";
import type { Outcome } from "./types";

/** One colour, one sign and one word for what becomes of a row; the same in the table and on the map. */
export const OUTCOME_COLOURS: Record<Outcome | "", keyof Tokens> = {
    "": "accent",
    created: "good",
    changed: "notice",
    unchanged: "stale",
    warned: "warning",
    refused: "critical",
    left: "warning",
};
/** Drawn hollow and dashed: what will not be as the file says. */
export const DASHED_OUTCOMES: string[] = ["refused", "left"];

const SIGNS: Record<Outcome, ComponentType<{ size?: number; stroke?: number }>> = {
    created: IconPlus,
    changed: IconEdit,
    unchanged: IconMinus,
    warned: IconAlertTriangle,
    refused: IconX,
    left: IconHistory,
};

export function OutcomeTag({ outcome }: { outcome: Outcome }) {
    const t = useTexts(transferTexts);
    const Sign = SIGNS[outcome];
    return (
        <span className={`tag outcome outcome-${outcome}`}>
            <Sign size={16} stroke={1.75} />
            {t.outcomes[outcome]}
        </span>
    );
}
