import { useRouteError } from "react-router";
import { common, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";

/** Shown in place of a page that threw; the frame around it stays. */
export function RouteProblem() {
    const error = useRouteError();
    const t = useTexts(common);
    return <ErrorView error={error} title={t.problem.title} onRetry={() => window.location.reload()} />;
}
