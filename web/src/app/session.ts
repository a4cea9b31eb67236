import { useMutation, useQuery } from "@tanstack/react-query";
import { api, ApiError } from "@/api/client";
import { lockGate } from "@/api/lockGate";
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

/** Somebody has signed in, or may do more than before: ask again who it is. */
export const renewSession = (): Promise<void> => queryClient.resetQueries({ queryKey: keys.session });

/** Shows the lock at once; the server has locked the session by itself. */
export function markLocked(locked: boolean): void {
    queryClient.setQueryData<Session | null>(keys.session, (session) => session && { ...session, locked });
}

export const useUnlock = () =>
    useMutation({
        mutationFn: (password: string) => api.post<void>("/api/v1/sessions/current/unlock", { password }),
        onSuccess: () => {
            markLocked(false);
            lockGate.unlocked();
            void queryClient.invalidateQueries();
        },
    });

export const useSignOut = () =>
    useMutation({
        mutationFn: () => api.delete<void>("/api/v1/sessions/current"),
        onSettled: () => {
            lockGate.ended();
            queryClient.clear();
            window.location.assign("/sign-in");
        },
    });
