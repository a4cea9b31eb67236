import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "@/api/client";
import type { List, Role } from "@/api/types";
import { localName, useLanguage } from "@/i18n";

const HOUR_MS = 3_600_000;

export const useRoles = () =>
    useQuery({
        queryKey: ["roles"],
        queryFn: ({ signal }) => api.get<List<Role>>("/api/v1/roles", { signal }).then((list) => list.items),
        staleTime: HOUR_MS,
        retry: false,
    });

/** The name of a role in the chosen language; its key where it is not known. */
export function useRoleName(): (key: string) => string {
    const language = useLanguage();
    const roles = useRoles().data;
    return useCallback(
        (key: string) => {
            const role = roles?.find((each) => each.key === key);
            return role ? localName(role, language) : key;
        },
        [roles, language],
    );
}

export function useRoleNames(): (keys: readonly string[]) => string {
    const name = useRoleName();
    return useCallback((keys: readonly string[]) => keys.map(name).join(", "), [name]);
}
