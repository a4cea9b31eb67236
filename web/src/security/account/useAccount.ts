import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Account, Consent, Device, FactorList, SessionItem } from "@/api/security";

const read = <T>(name: string, path: string) => ({
    queryKey: [...keys.account, name],
    queryFn: ({ signal }: { signal: AbortSignal }) => api.get<T>(path, { signal }),
});

export const useAccount = () => useQuery(read<Account>("self", "/api/v1/account"));
export const useFactors = () => useQuery(read<FactorList>("factors", "/api/v1/account/factors"));
export const useOwnSessions = () => useQuery(read<{ items: SessionItem[] }>("sessions", "/api/v1/account/sessions"));
export const useDevices = () => useQuery(read<{ items: Device[] }>("devices", "/api/v1/account/devices"));
export const useConsents = () => useQuery(read<{ items: Consent[] }>("consents", "/api/v1/privacy/consents"));

export const renewAccount = (): void => void queryClient.invalidateQueries({ queryKey: keys.account });
