import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { List, Sensor } from "@/api/types";
import { useTexts } from "@/i18n";
import { ingestTexts } from "./texts";
import type { Connection } from "./types";

const READ = 1_000;
const STALE_MS = 300_000;

/** What people call a source: SensorThings over MQTT knows only the device that its datastream belongs to. */
export function useConnectionName(): (connection: Connection) => string {
    const t = useTexts(ingestTexts);
    const sensors = useQuery({
        queryKey: ["sensors", "names"],
        queryFn: ({ signal }) => api.get<List<Sensor>>("/api/v1/sensors", { query: { limit: READ }, signal }).then((list) => new Map(list.items.map((each) => [String(each.id), each.name]))),
        staleTime: STALE_MS,
    });
    return (connection) => {
        if (connection.path === "program") return t.paths.program;
        if (!connection.name) return `${t.paths[connection.path]}: ${t.others}`;
        return connection.path === "mqtt" ? (sensors.data?.get(connection.name) ?? t.sensorOf(connection.name)) : connection.name;
    };
}
