import type { Datastream } from "@/api/types";

export type Freshness = "fresh" | "stale" | "never";

export const freshnessOf = (stream: Pick<Datastream, "last" | "stale">): Freshness =>
    stream.last ? (stream.stale ? "stale" : "fresh") : "never";
