import { ApiError } from "@/api/client";
import { useFormat, useTexts } from "@/i18n";
import { IconClock, IconLock } from "@/app/icons";
import { ErrorView } from "@/ui/ErrorView";
import { useNow } from "@/ui/useNow";
import { signInTexts } from "./texts";

/** Why nobody was let in: a wrong word, a pause after too many of them, an account that is closed. */
export function Refused({ error }: { error: unknown }) {
    const t = useTexts(signInTexts);
    const format = useFormat();
    const now = useNow();
    if (!(error instanceof ApiError)) return <ErrorView error={error} inline />;
    if (error.status === 429) {
        const left = error.retryAt === undefined ? 0 : Math.ceil((error.retryAt - now) / 1000);
        return (
            <div className="sign-in-refused" role="alert">
                <IconClock size={20} stroke={1.75} aria-hidden />
                <div>
                    <strong>{t.lockedTitle}</strong>
                    <p>{left > 0 ? t.retryIn(format.duration(left)) : error.title}</p>
                </div>
            </div>
        );
    }
    if (error.code === "account_disabled") {
        return (
            <div className="sign-in-refused" role="alert">
                <IconLock size={20} stroke={1.75} aria-hidden />
                <div>
                    <strong>{t.disabledTitle}</strong>
                    <p>{t.disabledWhy}</p>
                </div>
            </div>
        );
    }
    return <ErrorView error={error} inline />;
}
