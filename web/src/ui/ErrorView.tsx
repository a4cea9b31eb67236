import { Button } from "antd";
import { ApiError, ApprovalPending } from "@/api/client";
import { common, useTexts } from "@/i18n";
import { IconAlertTriangle, IconHourglass } from "@/app/icons";
import "./ui.css";

interface Props {
    error: unknown;
    title?: string;
    onRetry?: () => void;
    /** One line in a form or list instead of a whole panel. */
    inline?: boolean;
}

/** What happened and what to do, in words; the code stands small beneath for support. */
export function ErrorView({ error, title, onRetry, inline = false }: Props) {
    const t = useTexts(common);
    if (error instanceof ApprovalPending) {
        return (
            <div className="error-view error-inline approval-view" role="status">
                <IconHourglass size={18} stroke={1.75} />
                <p>{error.title}</p>
            </div>
        );
    }
    const refused = error instanceof ApiError ? error : undefined;
    const words = refused?.status === 403 ? t.problem.noRight : (refused?.title ?? t.problem.unexpected);
    return (
        <div className={inline ? "error-view error-inline" : "error-view"} role="alert">
            <IconAlertTriangle size={inline ? 18 : 28} stroke={1.75} />
            <div>
                {!inline && <strong>{title ?? t.problem.title}</strong>}
                <p>{words}</p>
                {refused && (
                    <small>
                        {t.problem.code}: {refused.code}
                        {refused.where ? ` · ${refused.where}` : ""}
                        {refused.requestId ? ` · ${t.problem.request} ${refused.requestId}` : ""}
                    </small>
                )}
                {onRetry && (
                    <Button size="small" onClick={onRetry}>
                        {t.act.retry}
                    </Button>
                )}
            </div>
        </div>
    );
}
