import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { List, Role } from "@/api/types";

const HOUR_MS = 3_600_000;

export const useRoles = () =>
    useQuery({
        queryKey: ["roles"],
        queryFn: ({ signal }) => api.get<List<Role>>("/api/v1/roles", { signal }).then((list) => list.items),
        staleTime: HOUR_MS,
    });
