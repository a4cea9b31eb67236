import { Link } from "react-router";
import { common, useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";

export default function NotFoundPage() {
    const t = useTexts(common);
    return (
        <EmptyState title={t.problem.notFound} why={t.problem.notFoundWhy}>
            <Link to="/">{t.act.back}</Link>
        </EmptyState>
    );
}
