const BROWSERS: [RegExp, string][] = [
    [/Edg(?:A|iOS)?\//, "Edge"],
    [/OPR\//, "Opera"],
    [/coc_coc_browser\//, "Cốc Cốc"],
    [/Firefox\/|FxiOS\//, "Firefox"],
    [/HeadlessChrome\/|Chrome\/|CriOS\//, "Chrome"],
    [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
    [/iPhone|iPad/, "iOS"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "macOS"],
    [/CrOS/, "ChromeOS"],
    [/Linux/, "Linux"],
];

/** "Chrome · Windows" from a User-Agent; its first word for programs; undefined when there is nothing. */
export function browserOf(userAgent: string): string | undefined {
    const name = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
    const parts = [name(BROWSERS), name(SYSTEMS)].filter(Boolean);
    return parts.length > 0 ? parts.join(" · ") : userAgent.split(/[\s/]/)[0] || undefined;
}
