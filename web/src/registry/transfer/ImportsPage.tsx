import { Button } from "antd";
import { useMemo } from "react";
import { Link } from "react-router";
import { useClasses } from "@/api/queries";
import { IconUpload } from "@/app/icons";
import { useMay } from "@/app/session";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { Page } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { registryTexts } from "../texts";
import { ImportStateTag } from "./ImportStateTag";
import { transferTexts } from "./texts";
import { TransferTabs } from "./TransferTabs";
import type { Import } from "./types";
import { importKeys } from "./useImport";
import "./transfer.css";

/** Every import with its state, who made it, when, and what came of it. */
export default function ImportsPage() {
    const t = useTexts(transferTexts);
    const r = useTexts(registryTexts);
    const format = useFormat();
    const language = useLanguage();
    const mayImport = useMay("asset.import");
    const list = useCursorList<Import>(importKeys.list, "/api/v1/imports", {});
    const classes = useClasses().data;
    const className = useMemo(() => {
        const names = new Map(classes?.map((each) => [each.key, localName(each, language)]));
        return (it: Import) => (it.settings?.class ? (names.get(it.settings.class) ?? it.settings.class) : "–");
    }, [classes, language]);
    const counts = (it: Import) => {
        if (!it.report) return "–";
        const { created, changed, refused } = it.report;
        return t.countsOf(format.number(created), format.number(changed), format.number(refused));
    };
    const columns: Column<Import>[] = [
        { key: "file", title: t.file, width: "minmax(200px, 2fr)", render: (it) => it.file_name },
        { key: "class", title: t.assetClass, width: "minmax(120px, 1fr)", render: className },
        { key: "state", title: t.state, width: "170px", render: (it) => <ImportStateTag state={it.state} /> },
        { key: "counts", title: t.counts, width: "minmax(220px, 1.4fr)", render: counts },
        { key: "who", title: t.who, width: "minmax(120px, 1fr)", render: (it) => it.created_by ?? "–" },
        { key: "when", title: t.when, width: "130px", align: "end", render: (it) => <AgeText time={it.created_at} /> },
    ];
    const begin = mayImport && (
        <Link to="/imports/new">
            <Button type="primary" icon={<IconUpload size={16} />}>
                {t.newImport}
            </Button>
        </Link>
    );
    return (
        <Page title={t.imports} fixed above={{ to: "/assets", label: r.title }} acts={begin}>
            <TransferTabs />
            {mayImport ? (
                <CursorTable
                    list={list}
                    label={t.imports}
                    columns={columns}
                    rowKey={(it) => it.id}
                    rowTo={(it) => `/imports/${it.id}`}
                    filtered={false}
                    onClear={() => undefined}
                    empty={
                        <EmptyState icon={<IconUpload size={28} stroke={1.75} />} title={t.importsEmpty} why={t.importsEmptyWhy}>
                            {begin}
                        </EmptyState>
                    }
                    card={(it) => (
                        <>
                            <span className="card-line">
                                <span className="grow card-title">{it.file_name}</span>
                            </span>
                            <span className="card-line">
                                <ImportStateTag state={it.state} />
                                <span className="grow">{className(it)}</span>
                                <AgeText time={it.created_at} />
                            </span>
                            <span className="card-line">
                                <span className="grow">{counts(it)}</span>
                            </span>
                        </>
                    )}
                />
            ) : (
                <NoRight />
            )}
        </Page>
    );
}

export function NoRight() {
    const t = useTexts(transferTexts);
    return <EmptyState icon={<IconUpload size={28} stroke={1.75} />} title={t.noRightTitle} why={t.noRightWhy} />;
}
