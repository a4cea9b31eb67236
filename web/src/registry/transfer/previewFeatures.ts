import type { ImportPreview } from "./types";

const NONE: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

/** The preview as the map takes it: the row number is the id, the outcome of a trial run the kind. */
export const previewFeatures = (preview: ImportPreview | undefined): GeoJSON.FeatureCollection =>
    preview
        ? {
              type: "FeatureCollection",
              features: preview.features.map((each, i) => ({
                  ...each,
                  id: Number(each.properties?.["row"] ?? i + 1),
                  properties: { ...each.properties, kind: each.properties?.["outcome"] ?? "" },
              })),
          }
        : NONE;
