import { Checkbox, Skeleton } from "antd";
import { useCallback, type CSSProperties, type ReactNode } from "react";
import { Link } from "react-router";
import { useIsPhone } from "@/app/theme";
import { useWindow } from "./useWindow";
import "./table.css";

export interface Column<T> {
    key: string;
    title: string;
    /** A CSS grid track: "2fr", "120px", "minmax(160px, 1fr)". */
    width: string;
    render: (row: T) => ReactNode;
    align?: "end";
}

/** Rows that can be chosen, to act on many at once. */
export interface Selection<T> {
    has: (row: T) => boolean;
    toggle: (row: T) => void;
    all: boolean;
    some: boolean;
    toggleAll: () => void;
    label: (row: T) => string;
    allLabel: string;
}

interface Props<T> {
    /** Said by screen readers: what the rows are. */
    label: string;
    columns: Column<T>[];
    /** The same row on a phone. */
    card: (row: T) => ReactNode;
    rows: T[];
    rowKey: (row: T) => string | number;
    /** Where the row leads; the first column (or the whole card) is the link. */
    rowTo?: (row: T) => string;
    total?: number;
    onNearEnd?: () => void;
    loadingMore?: boolean;
    cardHeight?: number;
    selection?: Selection<T> | undefined;
}

const ROW_HEIGHT_PX = 44;
/** Between columns and at both ends of a row; the same as in table.css. */
const GAP_PX = 12;
const CARD_HEIGHT_PX = 96;
const CHECK_WIDTH = "24px";

/** A list of any length: table rows on a desk, cards on a phone, only what is on screen in the document. */
export function RowTable<T>(props: Props<T>) {
    const {
        label,
        columns,
        card,
        rows,
        rowKey,
        rowTo,
        total,
        onNearEnd,
        loadingMore,
        cardHeight = CARD_HEIGHT_PX,
        selection,
    } = props;
    const phone = useIsPhone();
    const height = phone ? cardHeight : ROW_HEIGHT_PX;
    const nearEnd = useCallback(() => onNearEnd?.(), [onNearEnd]);
    const { scroller, first, last, onScroll } = useWindow(rows.length, height, nearEnd);
    const tracks = [...(selection ? [CHECK_WIDTH] : []), ...columns.map((c) => c.width)];
    const grid: CSSProperties = {
        gridTemplateColumns: tracks.join(" "),
        minWidth: leastWidth(tracks),
        height,
    };
    const shown = rows.slice(first, last);
    // Rows that lead nowhere hold nothing to stand on: then the list itself is reached by the keyboard, to scroll it.
    const reach = rowTo ? -1 : 0;

    if (phone) {
        return (
            <div className="cards" ref={scroller} onScroll={onScroll} tabIndex={reach}>
                <ul
                    aria-label={label}
                    style={{ paddingTop: first * height, paddingBottom: (rows.length - last) * height }}
                >
                    {shown.map((row) => (
                        <li key={rowKey(row)} style={{ height }} className={selection ? "card-choice" : undefined}>
                            {selection && (
                                <Checkbox
                                    aria-label={selection.label(row)}
                                    checked={selection.has(row)}
                                    onChange={() => selection.toggle(row)}
                                />
                            )}
                            {rowTo ? <Link to={rowTo(row)}>{card(row)}</Link> : <div>{card(row)}</div>}
                        </li>
                    ))}
                </ul>
                {loadingMore && <Skeleton active paragraph={{ rows: 2 }} className="table-more" />}
            </div>
        );
    }
    return (
        <div
            className="table"
            role="table"
            aria-label={label}
            aria-rowcount={total ?? rows.length}
            ref={scroller}
            onScroll={onScroll}
            tabIndex={rowTo ? undefined : reach}
        >
            <div role="row" className="table-row table-head" style={grid} aria-rowindex={1}>
                {selection && (
                    <span role="columnheader">
                        <Checkbox
                            aria-label={selection.allLabel}
                            checked={selection.all}
                            indeterminate={selection.some && !selection.all}
                            onChange={selection.toggleAll}
                        />
                    </span>
                )}
                {columns.map((c) => (
                    <span role="columnheader" key={c.key} className={c.align}>
                        {c.title}
                    </span>
                ))}
            </div>
            <div role="rowgroup" style={{ paddingTop: first * height, paddingBottom: (rows.length - last) * height }}>
                {shown.map((row, i) => (
                    <div role="row" className="table-row" style={grid} key={rowKey(row)} aria-rowindex={first + i + 2} data-chosen={selection?.has(row) ? "" : undefined}>
                        {selection && (
                            <span role="cell" className="row-check">
                                <Checkbox
                                    aria-label={selection.label(row)}
                                    checked={selection.has(row)}
                                    onChange={() => selection.toggle(row)}
                                />
                            </span>
                        )}
                        {columns.map((c, at) => (
                            <span role="cell" key={c.key} className={c.align}>
                                {at === 0 && rowTo ? (
                                    <Link className="row-link" to={rowTo(row)}>
                                        {c.render(row)}
                                    </Link>
                                ) : (
                                    c.render(row)
                                )}
                            </span>
                        ))}
                    </div>
                ))}
            </div>
            {loadingMore && <Skeleton active paragraph={{ rows: 2 }} title={false} className="table-more" />}
        </div>
    );
}

/** Below this width the table scrolls sideways: the least widths of its tracks with their gaps. */
function leastWidth(tracks: string[]): number {
    const least = tracks.map((track) => Number(/(\d+)px/.exec(track)?.[1] ?? 0));
    return least.reduce((sum, each) => sum + each + GAP_PX, GAP_PX);
}
