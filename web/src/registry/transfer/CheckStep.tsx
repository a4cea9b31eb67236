import { Button } from "antd";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { FailureNote } from "./FailureNote";
import type { StepProps } from "./ImportPage";
import { JobProgressBar } from "./JobProgressBar";
import { ReportCounts } from "./ReportCounts";
import { RowsReport } from "./RowsReport";
import { isOver } from "./steps";
import { transferTexts } from "./texts";
import { useImportAct } from "./useImport";

/** The trial run: its progress, what it found in numbers, and row by row. */
export function CheckStep({ it, go }: StepProps) {
    const t = useTexts(transferTexts);
    const act = useImportAct(it.id);
    const check = () => act.mutate("check");
    if (it.state === "checking") {
        return (
            <Section title={t.steps.check}>
                <JobProgressBar it={it} title={t.checking} stoppable />
                <p className="muted">{t.checkWhy}</p>
            </Section>
        );
    }
    const over = isOver(it.state);
    const writes = (it.report?.created ?? 0) + (it.report?.changed ?? 0);
    return (
        <>
            {it.state === "failed" && it.error && <FailureNote title={t.failedCheck} failure={it.error} help={t.failedHelp} onAgain={check} />}
            {act.isError && <ErrorView error={act.error} inline />}
            {!it.report && it.state !== "failed" && <p className="note">{t.checkWhy}</p>}
            {it.report && (
                <>
                    <ReportCounts report={it.report} />
                    {!over && writes === 0 && (
                        <p className="note note-warning" role="status">
                            {t.nothingToImport}
                        </p>
                    )}
                    <RowsReport it={it} />
                </>
            )}
            <footer className="form-foot">
                {!over && <Button onClick={() => go("preview")}>{t.back}</Button>}
                {!over && (
                    <Button type={it.report ? "default" : "primary"} loading={act.isPending} onClick={check}>
                        {it.report ? t.recheck : t.startCheck}
                    </Button>
                )}
                {(it.state === "checked" || over) && (
                    <Button type="primary" disabled={!over && writes === 0} onClick={() => go("commit")}>
                        {over ? t.steps.commit : t.toCommit}
                    </Button>
                )}
            </footer>
        </>
    );
}
