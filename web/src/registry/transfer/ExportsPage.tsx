import { Button, Skeleton } from "antd";
import { Link } from "react-router";
import { IconDownload } from "@/app/icons";
import { useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { Page, Section } from "@/ui/Page";
import { registryTexts } from "../texts";
import { ExportRows } from "./ExportRows";
import { exportTexts } from "./exportTexts";
import { transferTexts } from "./texts";
import { TransferTabs } from "./TransferTabs";
import { useExports } from "./useExports";
import "./transfer.css";

const SHOWN = 100;

/** One's own exports, to download again while they are kept. */
export default function ExportsPage() {
    const t = useTexts(exportTexts);
    const words = useTexts(transferTexts);
    const r = useTexts(registryTexts);
    const list = useExports(SHOWN);
    return (
        <Page title={words.exports} above={{ to: "/assets", label: r.title }}>
            <TransferTabs />
            {list.isPending && <Skeleton active />}
            {list.isError && <ErrorView error={list.error} onRetry={() => void list.refetch()} />}
            {list.data?.length === 0 && (
                <EmptyState icon={<IconDownload size={28} stroke={1.75} />} title={t.empty} why={t.emptyWhy}>
                    <Link to="/assets">
                        <Button>{t.toAssets}</Button>
                    </Link>
                </EmptyState>
            )}
            {list.data && list.data.length > 0 && (
                <Section title={t.recent}>
                    <ExportRows exports={list.data} />
                </Section>
            )}
        </Page>
    );
}
