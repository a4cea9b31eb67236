import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { api, type QueryValue } from "@/api/client";
import type { List } from "@/api/types";

/** Rows asked for at a time: a few screens, well below the server's 1,000. */
const PAGE_ROWS = 200;

/** A list read page by page with the server's cursor, as one growing array. */
export function useCursorList<T>(key: readonly unknown[], path: string, query: Record<string, QueryValue>) {
    const result = useInfiniteQuery({
        queryKey: [...key, "pages"],
        initialPageParam: undefined as string | undefined,
        queryFn: ({ pageParam, signal }) =>
            api.get<List<T>>(path, { query: { ...query, limit: PAGE_ROWS, cursor: pageParam }, signal }),
        getNextPageParam: (page) => page.next ?? undefined,
        placeholderData: keepPreviousData,
    });
    const { data, hasNextPage, isFetching, fetchNextPage } = result;
    const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
    const more = useCallback(() => {
        if (hasNextPage && !isFetching) void fetchNextPage();
    }, [hasNextPage, isFetching, fetchNextPage]);
    return {
        rows,
        total: data?.pages[0]?.total ?? (hasNextPage ? undefined : rows.length),
        more,
        loading: result.isPending,
        loadingMore: result.isFetchingNextPage,
        error: result.isError && rows.length === 0 ? result.error : null,
        retry: () => void result.refetch(),
    };
}

export type CursorList<T> = ReturnType<typeof useCursorList<T>>;
