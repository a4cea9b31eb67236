import { defineTexts } from "@/i18n";

/** Coordinate systems in words, by kind. */
export const systemTexts = defineTexts(
    {
        vn2000_tm3: (meridian: string, code: string) => `VN-2000, kinh tuyến trục ${meridian}, múi 3°${code === "EPSG:5897" ? " – Hà Nội" : ""} (${code})`,
        vn2000_utm: (meridian: string, code: string) => `VN-2000, kinh tuyến trục ${meridian}, múi 6° (${code})`,
        vn2000_degrees: (_meridian: string, code: string) => `VN-2000, kinh độ và vĩ độ (${code})`,
        wgs84_degrees: (_meridian: string, code: string) => `WGS 84, kinh độ và vĩ độ – GPS, Google (${code})`,
        wgs84_utm: (meridian: string, code: string) => `WGS 84 / UTM, kinh tuyến trục ${meridian} (${code})`,
    },
    {
        vn2000_tm3: (meridian: string, code: string) => `VN-2000, meridian ${meridian}, 3° zone${code === "EPSG:5897" ? " – Hanoi" : ""} (${code})`,
        vn2000_utm: (meridian: string, code: string) => `VN-2000, meridian ${meridian}, 6° zone (${code})`,
        vn2000_degrees: (_meridian: string, code: string) => `VN-2000, longitude and latitude (${code})`,
        wgs84_degrees: (_meridian: string, code: string) => `WGS 84, longitude and latitude – GPS, Google (${code})`,
        wgs84_utm: (meridian: string, code: string) => `WGS 84 / UTM, meridian ${meridian} (${code})`,
    },
);
