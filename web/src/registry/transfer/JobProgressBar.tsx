import { Button, Progress } from "antd";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { transferTexts } from "./texts";
import type { Import } from "./types";
import { useImportAct } from "./useImport";

/** How far the server is with what it does by itself. */
export function JobProgressBar({ it, title, stoppable = false }: { it: Import; title: string; stoppable?: boolean }) {
    const t = useTexts(transferTexts);
    const act = useImportAct(it.id);
    return (
        <div className="job-progress">
            <p role="status">
                <strong>{title}</strong> <span className="muted">{it.progress?.words}</span>
            </p>
            <Progress percent={Math.floor(it.progress?.percent ?? 0)} status="active" aria-label={title} />
            {act.isError && <ErrorView error={act.error} inline />}
            {stoppable && (
                <Button loading={act.isPending} onClick={() => act.mutate("cancel")}>
                    {t.cancelJob}
                </Button>
            )}
        </div>
    );
}
