import { Button } from "antd";
import { ApiError } from "@/api/client";
import { IconAlertTriangle, IconRefresh } from "@/app/icons";
import { common, useTexts } from "@/i18n";
import "./states.css";

/** What happened, why and what to do; the code stands small beneath for support. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
    const words = useTexts(common);
    const refusal = error instanceof ApiError ? error : undefined;
    const forbidden = refusal?.status === 403;
    return (
        <div className="state" role="alert">
            <span className="state-icon" aria-hidden>
                <IconAlertTriangle size={28} stroke={1.75} />
            </span>
            <h2>{words.problem.title}</h2>
            <p>
                {refusal?.title ?? words.problem.unexpected}
                {forbidden && ` ${words.problem.noRight}`}
            </p>
            {onRetry && !forbidden && (
                <Button icon={<IconRefresh size={16} />} onClick={onRetry}>
                    {words.act.retry}
                </Button>
            )}
            {refusal && <ErrorCode error={refusal} />}
        </div>
    );
}

/** The stable code and the request, for a call to support. */
export function ErrorCode({ error }: { error: ApiError }) {
    const words = useTexts(common);
    return (
        <small className="error-code">
            {words.problem.code}: {error.code}
            {error.where && ` · ${error.where}`}
            {error.requestId && ` · ${words.problem.request} ${error.requestId}`}
        </small>
    );
}
