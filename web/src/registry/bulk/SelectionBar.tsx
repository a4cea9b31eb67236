import { App, Button } from "antd";
import { useState } from "react";
import { api, type QueryValue } from "@/api/client";
import type { AssetSummary, List } from "@/api/types";
import { useFormat, useTexts } from "@/i18n";
import { useSayError } from "@/ui/useSayError";
import { CHOSEN_MAX } from "./run";
import { bulkTexts } from "./texts";
import "./bulk.css";

interface Props {
    chosen: AssetSummary[];
    total: number | undefined;
    filters: Record<string, QueryValue>;
    onAll: (rows: AssetSummary[]) => void;
    onClear: () => void;
    onEdit: () => void;
}

const PAGE_ROWS = 1_000;

/** Stands below the list while something is chosen: how many, all results, edit. */
export function SelectionBar({ chosen, total, filters, onAll, onClear, onEdit }: Props) {
    const t = useTexts(bulkTexts);
    const format = useFormat();
    const { message } = App.useApp();
    const sayError = useSayError();
    const [gathering, setGathering] = useState(false);
    const n = (count: number) => format.number(count, 0);
    const gather = async () => {
        setGathering(true);
        try {
            const rows: AssetSummary[] = [];
            let cursor: string | undefined;
            do {
                const page: List<AssetSummary> = await api.get("/api/v1/assets", { query: { ...filters, limit: PAGE_ROWS, cursor } });
                rows.push(...page.items);
                cursor = page.next ?? undefined;
            } while (cursor && rows.length < CHOSEN_MAX);
            if (cursor || rows.length > CHOSEN_MAX) message.info(t.tooMany(n(CHOSEN_MAX)));
            onAll(rows);
        } catch (error) {
            sayError(error);
        } finally {
            setGathering(false);
        }
    };
    if (chosen.length === 0) return null;
    return (
        <div className="selection-bar" role="region" aria-label={t.chosen(n(chosen.length))}>
            <strong className="grow" aria-live="polite">
                {t.chosen(n(chosen.length))}
            </strong>
            {total !== undefined && total > chosen.length && (
                <Button loading={gathering} onClick={() => void gather()}>
                    {t.allFound(n(Math.min(total, CHOSEN_MAX)))}
                </Button>
            )}
            <Button onClick={onClear}>{t.clear}</Button>
            <Button type="primary" onClick={onEdit}>
                {t.edit}
            </Button>
        </div>
    );
}
