import { Button } from "antd";
import { IconAlertTriangle } from "@/app/icons";
import { common, useTexts } from "@/i18n";
import { transferTexts } from "./texts";
import type { Failure } from "./types";
import { useFailureWords } from "./useWords";

interface Props {
    title: string;
    failure: Failure;
    /** What to do about it. */
    help: string;
    onAgain?: () => void;
}

/** What went wrong with a file or a job, why, and what to do. */
export function FailureNote({ title, failure, help, onAgain }: Props) {
    const t = useTexts(transferTexts);
    const words = useTexts(common);
    const failureWords = useFailureWords();
    return (
        <div className="error-view error-inline" role="alert">
            <IconAlertTriangle size={18} stroke={1.75} />
            <div>
                <strong>{title}</strong>
                <p>{failureWords(failure)}</p>
                <p className="muted">{help}</p>
                <small>
                    {words.problem.code}: {failure.code}
                </small>
                {onAgain && (
                    <Button size="small" onClick={onAgain}>
                        {t.again}
                    </Button>
                )}
            </div>
        </div>
    );
}
