import { Button, Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useParams } from "react-router";
import { api } from "@/api/client";
import { IconQrcode } from "@/app/icons";
import { useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { Page, Section } from "@/ui/Page";
import { groupedCode } from "./codes";
import { CodeHitRows } from "./CodesPage";
import { identityTexts } from "./texts";
import type { CodeHits } from "./types";

/** /a/<code>: what the QR code of a label opens. */
export default function ShortAddressPage() {
    const code = useParams()["*"] ?? "";
    const t = useTexts(identityTexts);
    const found = useQuery({
        queryKey: ["codes", code],
        queryFn: ({ signal }) => api.get<CodeHits>("/api/v1/codes", { query: { q: code }, signal }),
        enabled: code !== "",
    });
    const whole = found.data?.items.filter((hit) => hit.whole) ?? [];
    // A code that is valid today wins over one that has ended; without it the past one still tells what became of the work.
    const valid = whole.filter((hit) => hit.valid);
    const hits = valid.length > 0 ? valid : whole;
    const works = new Set(hits.map((hit) => hit.asset_id));
    const [only] = works;
    if (works.size === 1 && only !== undefined) return <Navigate to={`/assets/${only}`} replace />;
    return (
        <Page title={t.shortTitle(groupedCode(code))}>
            {found.isPending && code !== "" && (
                <>
                    <p role="status">{t.shortLooking}</p>
                    <Skeleton active paragraph={{ rows: 4 }} />
                </>
            )}
            {found.isError && <ErrorView error={found.error} onRetry={() => void found.refetch()} />}
            {works.size > 1 && (
                <Section title={t.shortMany}>
                    <CodeHitRows hits={hits} />
                </Section>
            )}
            {(code === "" || (found.data && works.size === 0)) && (
                <EmptyState
                    icon={<IconQrcode size={28} stroke={1.75} />}
                    title={t.findNothing(groupedCode(code))}
                    why={found.data?.check_failed ? t.checkFailed : t.findNothingWhy}
                >
                    <Link to={`/codes?q=${encodeURIComponent(code)}`}>
                        <Button type="primary">{t.toolFind}</Button>
                    </Link>
                </EmptyState>
            )}
        </Page>
    );
}
