import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { useDomains } from "@/api/queries";
import type { List, Sensor } from "@/api/types";
import type { Site } from "@/map/sites";

const PAGE = 1000;
/** More sensors than this are drawn from tiles alone. */
const MOST_SENSORS = 20_000;

interface LatestValue {
    datastream_id: number;
    asset_id: number;
}

async function sensors(signal: AbortSignal): Promise<Sensor[]> {
    const all: Sensor[] = [];
    let cursor: string | null = null;
    do {
        const page: List<Sensor> = await api.get("/api/v1/sensors", { query: { limit: PAGE, cursor }, signal });
        all.push(...page.items);
        cursor = page.next;
    } while (cursor && all.length < MOST_SENSORS);
    return all;
}

async function domainsOfAssets(domains: readonly string[], signal: AbortSignal): Promise<Map<number, string>> {
    const byAsset = new Map<number, string>();
    await Promise.all(
        domains.map(async (domain) => {
            const { items } = await api.get<{ items: LatestValue[] }>("/api/v1/datastreams/latest", { query: { domain }, signal });
            items.forEach(({ asset_id }) => byAsset.set(asset_id, domain));
        }),
    );
    return byAsset;
}

/** The places with sensors: where they are and of which domain. */
export function useSites() {
    const domains = useDomains().data;
    return useQuery({
        queryKey: ["sites"],
        enabled: domains !== undefined,
        staleTime: 300_000,
        queryFn: async ({ signal }): Promise<Site[]> => {
            const keys = (domains ?? []).map((domain) => domain.key);
            const [list, byAsset] = await Promise.all([sensors(signal), domainsOfAssets(keys, signal)]);
            const sites = new Map<number, Site>();
            for (const { asset_id: id, lon, lat } of list) {
                if (id == null || lon == null || lat == null || sites.has(id)) continue;
                sites.set(id, { id, lon, lat, domain: byAsset.get(id) ?? "" });
            }
            return [...sites.values()];
        },
    });
}
