import { App, Button } from "antd";
import { Link } from "react-router";
import { useClasses } from "@/api/queries";
import { IconCheck, IconHistory } from "@/app/icons";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import type { StepProps } from "./ImportPage";
import { JobProgressBar } from "./JobProgressBar";
import { RowsReport } from "./RowsReport";
import { transferTexts } from "./texts";
import type { Import } from "./types";
import { useImportAct } from "./useImport";

/** The last step: what will be written, then the writing, its result, and the way back. */
export function CommitStep({ it, go }: StepProps) {
    const t = useTexts(transferTexts);
    if (it.state === "importing") {
        return (
            <Section title={t.steps.commit}>
                <JobProgressBar it={it} title={t.importing} />
            </Section>
        );
    }
    if (it.state === "undoing") {
        return (
            <Section title={t.undoAct}>
                <JobProgressBar it={it} title={t.undoing} />
            </Section>
        );
    }
    if (it.state === "checked" && it.report) return <Before it={it} onBack={() => go("check")} />;
    if (it.state === "imported" || it.state === "undone") return <After it={it} />;
    return <p className="note">{t.notCommitted}</p>;
}

function useClassName(it: Import): string {
    const language = useLanguage();
    const found = useClasses().data?.find((each) => each.key === it.settings?.class);
    return found ? localName(found, language) : (it.settings?.class ?? "");
}

function Before({ it, onBack }: { it: Import; onBack: () => void }) {
    const t = useTexts(transferTexts);
    const format = useFormat();
    const className = useClassName(it);
    const act = useImportAct(it.id);
    const { created = 0, changed = 0, unchanged = 0, refused = 0, warned = 0 } = it.report ?? {};
    const lines = [
        created > 0 && t.willCreate(format.number(created), className),
        changed > 0 && t.willChange(format.number(changed)),
        unchanged > 0 && t.willKeep(format.number(unchanged)),
        warned > 0 && t.willWarn(format.number(warned)),
        refused > 0 && t.willRefuse(format.number(refused)),
    ].filter((line) => line !== false);
    return (
        <>
            <Section title={t.commitTitle}>
                <ul className="plain-list">
                    {lines.map((line) => (
                        <li key={line}>{line}</li>
                    ))}
                </ul>
                <p className="muted">{t.canUndo}</p>
            </Section>
            {act.isError && <ErrorView error={act.error} inline />}
            <footer className="form-foot">
                <Button onClick={onBack}>{t.back}</Button>
                <Button type="primary" loading={act.isPending} disabled={created + changed === 0} onClick={() => act.mutate("commit")}>
                    {t.commit(format.number(created + changed))}
                </Button>
            </footer>
        </>
    );
}

function After({ it }: { it: Import }) {
    const t = useTexts(transferTexts);
    const format = useFormat();
    const className = useClassName(it);
    const act = useImportAct(it.id);
    const { modal } = App.useApp();
    const { created = 0, changed = 0, refused = 0 } = it.report ?? {};
    const undone = it.state === "undone";
    const ask = () =>
        void modal.confirm({
            title: t.undoTitle,
            content: (
                <>
                    <p>{t.undoWhat(format.number(created), format.number(changed))}</p>
                    <p>{t.undoKeeps}</p>
                </>
            ),
            okText: t.undoAct,
            okButtonProps: { danger: true },
            onOk: () => act.mutate("undo"),
        });
    return (
        <>
            <Section
                title={undone ? t.undoneTitle : t.doneTitle}
                extra={<span className="muted">{t.doneAt(format.dateTime((undone ? it.undone_at : undefined) ?? it.committed_at), it.created_by ?? "")}</span>}
            >
                <div className="note note-good" role="status">
                    {undone ? <IconHistory size={18} stroke={1.75} aria-hidden /> : <IconCheck size={18} stroke={1.75} aria-hidden />}
                    <div>
                        {undone ? (
                            <>
                                {it.undo_report && <p>{t.undoneCounts(format.number(it.undo_report.undone))}</p>}
                                {it.undo_report && <p>{it.undo_report.left > 0 ? t.leftCounts(format.number(it.undo_report.left)) : t.leftNone}</p>}
                            </>
                        ) : (
                            <p>{t.countsOf(format.number(created), format.number(changed), format.number(refused))}</p>
                        )}
                    </div>
                </div>
                <div className="acts">
                    {it.settings?.class && (
                        <Link to={`/assets?class=${encodeURIComponent(it.settings.class)}`}>
                            <Button>{t.seeAssets(className)}</Button>
                        </Link>
                    )}
                    {!undone && (
                        <Button icon={<IconHistory size={16} />} loading={act.isPending} onClick={ask}>
                            {t.undo}
                        </Button>
                    )}
                </div>
                {act.isError && <ErrorView error={act.error} inline />}
            </Section>
            <RowsReport it={it} />
        </>
    );
}
