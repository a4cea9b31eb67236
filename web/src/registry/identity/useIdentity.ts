import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import { localName, useLanguage } from "@/i18n";
import type { IdentifierKind, RegisterSetting, Succession } from "./types";

const HOUR_MS = 3_600_000;
export const KINDS_KEY = ["identifier-kinds"] as const;
export const SETTINGS_KEY = ["register-settings"] as const;

export const useKinds = () =>
    useQuery({
        queryKey: KINDS_KEY,
        queryFn: ({ signal }) => api.get<{ items: IdentifierKind[] }>("/api/v1/identifier-kinds", { signal }).then((list) => list.items),
        staleTime: HOUR_MS,
    });

/** The name of a kind of code; a kind that nobody knows stands by its key. */
export function useKindName(): (key: string) => string {
    const language = useLanguage();
    const kinds = useKinds().data;
    return useCallback(
        (key) => {
            const kind = kinds?.find((each) => each.key === key);
            return kind ? localName(kind, language) : key;
        },
        [kinds, language],
    );
}

export const useSettings = () =>
    useQuery({
        queryKey: SETTINGS_KEY,
        queryFn: ({ signal }) => api.get<{ items: RegisterSetting[] }>("/api/v1/register-settings", { signal }).then((list) => list.items),
    });

export const useSuccessions = (assetId: number) =>
    useQuery({
        queryKey: [...keys.asset(assetId), "successions"],
        queryFn: ({ signal }) => api.get<{ items: Succession[] }>(`/api/v1/assets/${assetId}/successions`, { signal }).then((list) => list.items),
    });
