import { useMemo } from "react";
import { useLanguage, type Language } from "./preferences";

const NO_VALUE = "–";
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

const two = (value: number): string => String(value).padStart(2, "0");

type Time = string | number | Date | undefined | null;

function toDate(time: Time): Date | undefined {
    if (time === undefined || time === null || time === "") return undefined;
    const date = time instanceof Date ? time : new Date(time);
    return Number.isNaN(date.getTime()) ? undefined : date;
}

/** UCUM-like units of the data as people write them. */
const UNIT_TEXT: Record<string, string> = { Cel: "°C", deg: "°", "1": "", "m3/h": "m³/h", "m3/s": "m³/s", "ug/m3": "µg/m³", "/h": "/h" };

export function format(language: Language) {
    const locale = language === "vi" ? "vi-VN" : "en-GB";
    const vi = language === "vi";

    const number = (value: number | undefined | null, decimals = 0): string =>
        value === undefined || value === null || !Number.isFinite(value)
            ? NO_VALUE
            : value.toLocaleString(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

    const unit = (code: string): string => UNIT_TEXT[code] ?? code;

    /** 1.234,5 mm: the unit after a space. */
    const quantity = (value: number | undefined | null, code: string, decimals = 0): string => {
        const text = number(value, decimals);
        const suffix = unit(code);
        return suffix && text !== NO_VALUE ? `${text} ${suffix}` : text;
    };

    /** dd/MM/yyyy in the local zone. */
    const date = (time: Time): string => {
        const d = toDate(time);
        return d ? `${two(d.getDate())}/${two(d.getMonth() + 1)}/${d.getFullYear()}` : NO_VALUE;
    };

    /** dd/MM/yyyy HH:mm in the local zone. */
    const dateTime = (time: Time): string => {
        const d = toDate(time);
        return d ? `${date(d)} ${two(d.getHours())}:${two(d.getMinutes())}` : NO_VALUE;
    };

    const clock = (time: Time): string => {
        const d = toDate(time);
        return d ? `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}` : NO_VALUE;
    };

    /** "2 phút": a length of time in its largest whole unit. */
    const duration = (seconds: number): string => {
        const s = Math.max(0, Math.round(seconds));
        const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;
        if (s < MINUTE_S) return vi ? `${s} giây` : plural(s, "second");
        if (s < HOUR_S) return vi ? `${Math.floor(s / MINUTE_S)} phút` : plural(Math.floor(s / MINUTE_S), "minute");
        if (s < DAY_S) return vi ? `${Math.floor(s / HOUR_S)} giờ` : plural(Math.floor(s / HOUR_S), "hour");
        return vi ? `${Math.floor(s / DAY_S)} ngày` : plural(Math.floor(s / DAY_S), "day");
    };

    /** "2 phút trước", "còn 3 giờ"; beyond 30 days the date. */
    const age = (time: Time, now: number): string => {
        const d = toDate(time);
        if (!d) return vi ? "chưa có" : "never";
        const seconds = (now - d.getTime()) / 1000;
        if (Math.abs(seconds) > 30 * DAY_S) return date(d);
        if (seconds < -5) return vi ? `còn ${duration(-seconds)}` : `in ${duration(-seconds)}`;
        if (seconds < 5) return vi ? "vừa xong" : "just now";
        return vi ? `${duration(seconds)} trước` : `${duration(seconds)} ago`;
    };

    return { number, unit, quantity, date, dateTime, clock, duration, age };
}

export type Format = ReturnType<typeof format>;

export function useFormat(): Format {
    const language = useLanguage();
    return useMemo(() => format(language), [language]);
}
