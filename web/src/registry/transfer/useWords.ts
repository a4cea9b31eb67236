import { useCallback } from "react";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { meridianText, type CoordinateSystem } from "./systems";
import { systemTexts } from "./systemTexts";
import { transferTexts } from "./texts";
import type { Failure } from "./types";

/** "VN-2000, kinh tuyến trục 105°00′, múi 3° – Hà Nội (EPSG:5897)". */
export function useSystemName(): (system: CoordinateSystem) => string {
    const t = useTexts(systemTexts);
    return useCallback((system) => t[system.kind](system.meridian === undefined ? "" : meridianText(system.meridian), system.code), [t]);
}

const STEPS: [least: number, unit: string][] = [[1 << 30, "GB"], [1 << 20, "MB"], [1 << 10, "kB"]];

/** 12,4 MB. */
export function useBytes(): (bytes: number) => string {
    const format = useFormat();
    return useCallback(
        (bytes) => {
            const [least, unit] = STEPS.find(([size]) => bytes >= size) ?? [1, "B"];
            const value = bytes / least;
            return `${format.number(value, least > 1 && value < 100 ? 1 : 0)} ${unit}`;
        },
        [format],
    );
}

/** 224 m, 1,2 km. */
export function useMetres(): (metres: number) => string {
    const format = useFormat();
    return useCallback((m) => (m < 1000 ? `${format.number(m, m < 10 ? 1 : 0)} m` : `${format.number(m / 1000, m < 10_000 ? 1 : 0)} km`), [format]);
}

export function useFailureWords(): (failure: Failure) => string {
    const language = useLanguage();
    const t = useTexts(transferTexts);
    return useCallback((failure) => (language === "vi" ? failure.message_vi : failure.message_en) ?? t.brokeOff, [language, t]);
}
