import { theme as antd, type ThemeConfig } from "antd";
import { useEffect, useSyncExternalStore } from "react";
import { useThemeMode } from "@/i18n/preferences";
import { dark, light, type Tokens } from "./tokens";

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
const phone = window.matchMedia("(max-width: 767px)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

const useMedia = (media: MediaQueryList): boolean =>
    useSyncExternalStore(
        (listener) => {
            media.addEventListener("change", listener);
            return () => media.removeEventListener("change", listener);
        },
        () => media.matches,
    );

export const useIsPhone = (): boolean => useMedia(phone);
export const prefersReducedMotion = (): boolean => calm.matches;

export function useIsDark(): boolean {
    const mode = useThemeMode();
    const system = useMedia(prefersDark);
    return mode === "dark" || (mode === "auto" && system);
}

export const useTokens = (): Tokens => (useIsDark() ? dark : light);

/** Writes the tokens as CSS variables (--surface, --accent, …) on the document. */
export function useCssTokens(isDark: boolean): void {
    useEffect(() => {
        const root = document.documentElement;
        root.dataset["theme"] = isDark ? "dark" : "light";
        root.style.colorScheme = isDark ? "dark" : "light";
        for (const [name, value] of Object.entries(isDark ? dark : light)) root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
    }, [isDark]);
}

/** antd's look made of our tokens: borders before shadows, radius 6, compact on desks. */
export function antdTheme(isDark: boolean, isPhone: boolean): ThemeConfig {
    const t = isDark ? dark : light;
    return {
        algorithm: isDark ? antd.darkAlgorithm : antd.defaultAlgorithm,
        token: {
            fontFamily: '"Be Vietnam Pro", system-ui, sans-serif',
            fontSize: isPhone ? 16 : 14,
            controlHeight: isPhone ? 44 : 32,
            borderRadius: 6,
            colorPrimary: t.accent,
            colorInfo: t.notice,
            colorWarning: t.warning,
            colorError: t.critical,
            colorSuccess: t.good,
            colorLink: t.accent,
            colorBgBase: t.surface,
            colorBgContainer: t.surface,
            colorBgElevated: isDark ? t.raised : t.surface,
            colorBgLayout: t.raised,
            colorBorder: isDark ? "#33445F" : "#CBD3DF",
            colorBorderSecondary: t.line,
            colorText: t.text,
            colorTextSecondary: t.muted,
            colorTextTertiary: t.muted,
            colorTextPlaceholder: isDark ? "#8090AA" : "#66758B",
            motionDurationMid: "0.15s",
            motionDurationSlow: "0.2s",
            motion: !prefersReducedMotion(),
            boxShadow: t.shadow,
            boxShadowSecondary: t.shadow,
        },
        components: {
            Button: { primaryShadow: "none", defaultShadow: "none", ...(isDark ? { primaryColor: "#06111F" } : {}) },
            Table: { headerBg: t.raised, cellPaddingBlockMD: 8, cellPaddingBlockSM: 6 },
            // On the raised ground of a page the usual track would not be seen.
            Segmented: { trackBg: t.line, itemColor: t.text, itemHoverColor: t.text },
            Badge: isDark ? { colorTextLightSolid: "#1B0509" } : {},
            Tabs: { horizontalItemPadding: "8px 0" },
        },
    };
}
