import { Link } from "react-router";
import { IconCheck } from "@/app/icons";
import { useTexts } from "@/i18n";
import { STEPS, type Step } from "./steps";
import { transferTexts } from "./texts";

interface Props {
    current: Step;
    open: readonly Step[];
    to: (step: Step) => string;
}

/** Where the import stands; what has been passed can be opened again. */
export function StepBar({ current, open, to }: Props) {
    const t = useTexts(transferTexts);
    const at = STEPS.indexOf(current);
    return (
        <nav className="step-bar" aria-label={t.stepsLabel}>
            <p className="step-phone">
                <span className="muted">{t.stepOf(at + 1, STEPS.length)}</span> <strong>{t.steps[current]}</strong>
            </p>
            <ol>
                {STEPS.map((step, i) => {
                    const here = step === current;
                    const inside = (
                        <>
                            <span className="step-number" aria-hidden>
                                {i < at ? <IconCheck size={14} stroke={2} /> : i + 1}
                            </span>
                            <span className="step-name">{t.steps[step]}</span>
                        </>
                    );
                    return (
                        <li key={step} className={here ? "here" : i < at ? "passed" : ""}>
                            {open.includes(step) && !here ? (
                                <Link to={to(step)}>{inside}</Link>
                            ) : (
                                <span aria-current={here ? "step" : undefined}>{inside}</span>
                            )}
                        </li>
                    );
                })}
            </ol>
        </nav>
    );
}
