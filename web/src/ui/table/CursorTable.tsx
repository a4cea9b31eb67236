import { Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import { IconFilter } from "@/app/icons";
import { useTexts } from "@/i18n";
import { EmptyState } from "../EmptyState";
import { ErrorView } from "../ErrorView";
import { uiTexts } from "../texts";
import { RowTable, type Column, type Selection } from "./RowTable";
import type { CursorList } from "./useCursorList";

interface Props<T> {
    list: CursorList<T>;
    label: string;
    columns: Column<T>[];
    card: (row: T) => ReactNode;
    rowKey: (row: T) => string | number;
    rowTo?: (row: T) => string;
    cardHeight?: number;
    selection?: Selection<T> | undefined;
    /** Whether filters narrow the list: an empty answer then offers to clear them. */
    filtered: boolean;
    onClear: () => void;
    /** Shown when there is nothing at all. */
    empty: ReactNode;
}

/** A cursor list in each of its states: loading, refused, empty, nothing found, rows. */
export function CursorTable<T>({ list, filtered, onClear, empty, ...table }: Props<T>) {
    const t = useTexts(uiTexts);
    if (list.error) return <ErrorView error={list.error} onRetry={list.retry} />;
    if (list.loading) return <RowSkeleton />;
    if (list.rows.length === 0) {
        if (!filtered) return <>{empty}</>;
        return (
            <EmptyState icon={<IconFilter size={26} stroke={1.75} />} title={t.noMatch} why={t.noMatchWhy}>
                <Button onClick={onClear}>{t.clearFilters}</Button>
            </EmptyState>
        );
    }
    return (
        <RowTable
            {...table}
            rows={list.rows}
            onNearEnd={list.more}
            loadingMore={list.loadingMore}
            {...(list.total === undefined ? {} : { total: list.total })}
        />
    );
}

const SKELETON_ROWS = 12;

export function RowSkeleton() {
    return (
        <div className="table table-loading" aria-busy="true">
            {Array.from({ length: SKELETON_ROWS }, (_, i) => (
                <Skeleton key={i} active title={{ width: `${92 - (i % 4) * 9}%` }} paragraph={false} />
            ))}
        </div>
    );
}
