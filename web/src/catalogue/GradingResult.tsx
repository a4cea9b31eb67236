import { useFormat, useLanguage, useTexts } from "@/i18n";
import type { GradingAnswer, GradingRow } from "./grading";
import { catalogueTexts } from "./texts";

/** The grade, large; below it each step with its explanation and article, the deciding one marked. */
export function GradingResult({ answer, rows }: { answer: GradingAnswer; rows: GradingRow[] }) {
    const t = useTexts(catalogueTexts);
    const language = useLanguage();
    const format = useFormat();
    const vi = language === "vi";
    const value = (step: GradingAnswer["steps"][number], row: GradingRow | undefined) => {
        if (typeof step.value === "number") {
            const decimals = Number.isInteger(step.value) ? 0 : 2;
            return `${format.number(step.value, decimals)} ${row?.unit ?? ""}`.trim();
        }
        const word = row?.importance.find((each) => each.key === step.value);
        return word ? (vi ? word.name_vi : word.name_en) : step.value;
    };
    return (
        <div aria-live="polite">
            <p className="grade">{t.gradeNames[answer.grade]}</p>
            <h3>{t.steps}</h3>
            <ol className="grading-steps">
                {answer.steps.map((step, i) => {
                    const row = rows.find((each) => each.code === step.code);
                    return (
                        <li key={i} className={step.grade === answer.grade ? "deciding" : undefined}>
                            <strong>
                                {t.gradeNames[step.grade]}
                                {step.grade === answer.grade && <small> · {t.decides}</small>}
                            </strong>
                            <span>
                                {row &&
                                    `${vi ? row.work_vi : row.work_en}, ${vi ? row.criterion_vi : row.criterion_en}: `}
                                {value(step, row)}
                            </span>
                            <p>{vi ? step.explanation_vi : step.explanation_en}</p>
                            {row && <small className="muted">{row.legal_basis}</small>}
                        </li>
                    );
                })}
            </ol>
            <p className="muted">
                {t.legalBasis}: {answer.legal_basis}
            </p>
        </div>
    );
}
