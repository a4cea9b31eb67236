import { useMutation, useQuery } from "@tanstack/react-query";
import { api, ApiError } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Permission, Session } from "@/api/types";

/** The signed-in account; `data` is null when nobody is signed in. */
export const useSession = () =>
    useQuery({
        queryKey: keys.session,
        queryFn: async ({ signal }): Promise<Session | null> => {
            try {
                return await api.get<Session>("/api/v1/sessions/current", { signal });
            } catch (error) {
                if (error instanceof ApiError && error.status === 401) return null;
                throw error;
            }
        },
        staleTime: 60_000,
    });

/** True when the account holds the permission. Hide what may not be done; the server checks again. */
export function useMay(permission: Permission): boolean {
    return useSession().data?.permissions.includes(permission) ?? false;
}

export const useSignIn = () =>
    useMutation({
        mutationFn: (credentials: { user: string; password: string }) => api.post<Session>("/api/v1/sessions", credentials),
        onSuccess: () => queryClient.resetQueries({ queryKey: keys.session }),
    });

export const useSignOut = () =>
    useMutation({
        mutationFn: () => api.delete<void>("/api/v1/sessions/current"),
        onSettled: () => {
            queryClient.clear();
            window.location.assign("/sign-in");
        },
    });
