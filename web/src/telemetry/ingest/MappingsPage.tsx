import { App, Button, Segmented } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import type { List } from "@/api/types";
import { IconTransfer } from "@/app/icons";
import { common, useFormat, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { FilterSelect } from "@/ui/filters/FilterSelect";
import { useFilters } from "@/ui/filters/useFilters";
import { Page } from "@/ui/Page";
import { CursorTable, RowSkeleton } from "@/ui/table/CursorTable";
import { RowTable, type Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { useSayError } from "@/ui/useSayError";
import { TelemetryTabs } from "../TelemetryTabs";
import { MapDialog } from "./MapDialog";
import { seriesParts } from "./seriesParts";
import { StreamName } from "./StreamName";
import { ingestTexts } from "./texts";
import { SOURCES, type Mapping, type SeriesSource, type WaitingSeries } from "./types";
import "./ingest.css";

const FILTERS = ["source", "tab"] as const;
const REFRESH_MS = 5_000;
const WAITING = 1_000;
const SIGNIFICANT = 8;

type Chosen = { series: WaitingSeries } | { mapping: Mapping };

/** Which series of other systems feeds which datastream; those that nobody has mapped come first. */
export default function MappingsPage() {
    const t = useTexts(ingestTexts);
    const { values, set, clear } = useFilters(FILTERS);
    const [chosen, setChosen] = useState<Chosen>();
    const waiting = useQuery({
        queryKey: ["ingest", "waiting", values.source],
        queryFn: ({ signal }) => api.get<List<WaitingSeries>>("/api/v1/ingest/waiting", { query: { source: values.source, limit: WAITING }, signal }),
        refetchInterval: REFRESH_MS,
    });
    return (
        <Page title={t.mappingsTitle} sub={t.mappingsWhy} fixed>
            <TelemetryTabs />
            <div className="mapping-bar">
                <Segmented
                    aria-label={t.mappingsTitle}
                    value={values.tab ?? "waiting"}
                    onChange={(tab) => set({ tab: tab === "waiting" ? undefined : tab })}
                    options={[
                        { value: "waiting", label: t.waitingTab(waiting.data?.total ?? 0) },
                        { value: "mapped", label: t.mappedTab },
                    ]}
                />
                <span className="mapping-acts">
                    {values.tab !== "mapped" && (waiting.data?.total ?? 0) > 0 && <Forget source={values.source} />}
                    <FilterSelect label={t.source} value={values.source} onChange={(source) => set({ source })} options={SOURCES.map((value) => ({ value, label: t.paths[value] }))} width={200} />
                </span>
            </div>
            {values.tab === "mapped" ? (
                <Mapped source={values.source} onClear={clear} onChoose={(mapping) => setChosen({ mapping })} />
            ) : (
                <>
                    {waiting.isError && !waiting.data && <ErrorView error={waiting.error} onRetry={() => void waiting.refetch()} />}
                    {waiting.isPending && <RowSkeleton />}
                    {waiting.data && <Waiting rows={waiting.data.items} onChoose={(series) => setChosen({ series })} />}
                </>
            )}
            {chosen && "series" in chosen && <MapDialog source={chosen.series.source} series={chosen.series.series} value={chosen.series.value ?? null} onClose={() => setChosen(undefined)} />}
            {chosen && "mapping" in chosen && <MapDialog source={chosen.mapping.source} series={chosen.mapping.series} value={null} mapping={chosen.mapping} onClose={() => setChosen(undefined)} />}
        </Page>
    );
}

function SeriesName({ source, series }: { source: SeriesSource; series: string }) {
    const { what, where } = seriesParts(source, series);
    return (
        <span title={series}>
            <strong>{what}</strong> <span className="muted">{where}</span>
        </span>
    );
}

const renew = (): void => void queryClient.invalidateQueries({ queryKey: ["ingest"] });

/** Empties the list: of names made at random thousands may stand in it. */
function Forget({ source }: { source: string | undefined }) {
    const t = useTexts(ingestTexts);
    const words = useTexts(common);
    const sayError = useSayError();
    const { modal } = App.useApp();
    const forget = (): void =>
        void modal.confirm({
            title: t.forgetTitle,
            content: t.forgetWhy,
            okText: t.forget,
            cancelText: words.act.cancel,
            onOk: () => api.delete<void>("/api/v1/ingest/waiting", { query: { source } }).then(renew, sayError),
        });
    return (
        <Button type="text" onClick={forget}>
            {t.forget}
        </Button>
    );
}

function Waiting({ rows, onChoose }: { rows: WaitingSeries[]; onChoose: (series: WaitingSeries) => void }) {
    const t = useTexts(ingestTexts);
    const words = useTexts(common);
    const format = useFormat();
    const language = useLanguage();
    const sayError = useSayError();
    const { modal } = App.useApp();
    const leaveOut = (each: WaitingSeries): void =>
        void modal.confirm({
            title: t.leaveOutTitle(each.series),
            content: t.leaveOutWhy,
            okText: t.leaveOut,
            cancelText: words.act.cancel,
            onOk: () => api.post("/api/v1/ingest/mappings", { source: each.source, series: each.series }).then(renew, sayError),
        });
    const value = (each: WaitingSeries) => {
        if (each.kind === "text") return <span className="muted">{t.text}</span>;
        if (each.kind === "boolean") return each.value ? t.yes : t.no;
        return (each.value ?? 0).toLocaleString(language === "vi" ? "vi-VN" : "en-GB", { maximumSignificantDigits: SIGNIFICANT });
    };
    const acts = (each: WaitingSeries) => (
        <span className="row-acts">
            <Button size="small" type="text" onClick={() => leaveOut(each)} aria-label={`${t.leaveOut} ${each.series}`}>
                {t.leaveOut}
            </Button>
            <Button size="small" type="primary" ghost disabled={each.kind === "text"} onClick={() => onChoose(each)} aria-label={`${t.map} ${each.series}`}>
                {t.map}
            </Button>
        </span>
    );
    const columns: Column<WaitingSeries>[] = [
        { key: "series", title: t.series, width: "minmax(280px, 3fr)", render: (each) => <SeriesName source={each.source} series={each.series} /> },
        { key: "source", title: t.source, width: "minmax(150px, 1fr)", render: (each) => t.paths[each.source] },
        { key: "last", title: t.last, width: "130px", render: (each) => <AgeText time={each.last} /> },
        { key: "value", title: t.value, width: "110px", align: "end", render: value },
        { key: "count", title: t.count, width: "90px", align: "end", render: (each) => format.number(each.count) },
        { key: "acts", title: "", width: "150px", align: "end", render: acts },
    ];
    if (rows.length === 0) return <EmptyState icon={<IconTransfer size={28} stroke={1.75} />} title={t.noWaiting} why={t.noWaitingWhy} />;
    return (
        <RowTable
            label={t.waiting}
            columns={columns}
            rows={rows}
            rowKey={(each) => `${each.source} ${each.series}`}
            cardHeight={124}
            card={(each) => (
                <>
                    <span className="card-line">
                        <span className="grow card-title">
                            <SeriesName source={each.source} series={each.series} />
                        </span>
                    </span>
                    <span className="card-line">
                        <span className="grow">
                            {t.paths[each.source]} · {value(each)}
                        </span>
                        <AgeText time={each.last} />
                    </span>
                    <span className="card-line">
                        <span className="grow" />
                        {acts(each)}
                    </span>
                </>
            )}
        />
    );
}

function Mapped({ source, onClear, onChoose }: { source: string | undefined; onClear: () => void; onChoose: (mapping: Mapping) => void }) {
    const t = useTexts(ingestTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const sayError = useSayError();
    const { modal, message } = App.useApp();
    const list = useCursorList<Mapping>(["ingest", "mappings", source], "/api/v1/ingest/mappings", { source });
    const unmap = (each: Mapping): void =>
        void modal.confirm({
            title: t.unmapTitle(each.series),
            content: t.unmapWhy,
            okText: t.unmap,
            cancelText: words.act.cancel,
            okButtonProps: { danger: true },
            onOk: () =>
                api.delete<void>(`/api/v1/ingest/mappings/${each.id}`, { version: each.version }).then(() => {
                    message.success(t.unmapped);
                    renew();
                }, sayError),
        });
    const plain = (n: number) => n.toLocaleString(language === "vi" ? "vi-VN" : "en-GB", { maximumSignificantDigits: SIGNIFICANT });
    const target = (each: Mapping) => (each.datastream_id ? <StreamName id={each.datastream_id} /> : <span className="muted">{t.leftOut}</span>);
    const formula = (each: Mapping) => (each.scale === 1 && each.shift === 0 ? "" : `× ${plain(each.scale)}${each.shift === 0 ? "" : ` ${each.shift < 0 ? "−" : "+"} ${plain(Math.abs(each.shift))}`}`);
    const acts = (each: Mapping) => (
        <span className="row-acts">
            <Button size="small" type="text" onClick={() => onChoose(each)} aria-label={`${words.act.edit} ${each.series}`}>
                {words.act.edit}
            </Button>
            <Button size="small" type="text" danger onClick={() => unmap(each)} aria-label={`${t.unmap} ${each.series}`}>
                {t.unmap}
            </Button>
        </span>
    );
    const columns: Column<Mapping>[] = [
        { key: "series", title: t.series, width: "minmax(260px, 3fr)", render: (each) => <SeriesName source={each.source} series={each.series} /> },
        { key: "source", title: t.source, width: "minmax(150px, 1fr)", render: (each) => t.paths[each.source] },
        { key: "target", title: t.target, width: "minmax(180px, 2fr)", render: target },
        { key: "formula", title: "", width: "130px", render: formula },
        { key: "acts", title: "", width: "150px", align: "end", render: acts },
    ];
    return (
        <CursorTable
            list={list}
            label={t.mappedTab}
            columns={columns}
            rowKey={(each) => each.id}
            filtered={source !== undefined}
            onClear={onClear}
            cardHeight={124}
            empty={<EmptyState icon={<IconTransfer size={28} stroke={1.75} />} title={t.noMapped} why={t.noMappedWhy} />}
            card={(each) => (
                <>
                    <span className="card-line">
                        <span className="grow card-title">
                            <SeriesName source={each.source} series={each.series} />
                        </span>
                    </span>
                    <span className="card-line">
                        <span className="grow">{target(each)}</span>
                        {formula(each)}
                    </span>
                    <span className="card-line">
                        <span className="grow">{t.paths[each.source]}</span>
                        {acts(each)}
                    </span>
                </>
            )}
        />
    );
}
