import type { Transition } from "@/api/types";
import { useTexts } from "@/i18n";
import { AgeText } from "./AgeText";
import "./page.css";
import { uiTexts } from "./texts";

/** Names under which the program itself acts; its reasons are for the log, not for people. */
const MODULES = new Set(["alarms", "maintenance", "registry", "telemetry", "import"]);

interface Props {
    steps: Transition[];
    /** What a step is called. */
    name: (step: Transition) => string;
}

/** How a thing went from state to state: when, by whom, why. */
export function Course({ steps, name }: Props) {
    const t = useTexts(uiTexts);
    return (
        <ol className="course">
            {steps.map((step, i) => {
                const byProgram = step.by !== undefined && MODULES.has(step.by);
                return (
                    <li key={i}>
                        {name(step)}
                        <small>
                            <AgeText time={step.at} />
                            {step.by && ` · ${byProgram ? t.system : step.by}`}
                            {step.reason && !byProgram && ` · ${step.reason}`}
                        </small>
                    </li>
                );
            })}
        </ol>
    );
}
