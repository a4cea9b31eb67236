import { useSyncExternalStore } from "react";

export type Language = "vi" | "en";
export type ThemeMode = "auto" | "light" | "dark";

interface Preferences {
    language: Language;
    theme: ThemeMode;
}

const KEY = "hatang.preferences";
const DEFAULTS: Preferences = { language: "vi", theme: "auto" };
const listeners = new Set<() => void>();

function read(): Preferences {
    try {
        const stored = JSON.parse(globalThis.localStorage?.getItem(KEY) ?? "{}") as Partial<Preferences>;
        return {
            language: stored.language === "en" ? "en" : "vi",
            theme: stored.theme === "light" || stored.theme === "dark" ? stored.theme : "auto",
        };
    } catch {
        return DEFAULTS;
    }
}

let current = read();

function set(change: Partial<Preferences>): void {
    current = { ...current, ...change };
    try {
        localStorage.setItem(KEY, JSON.stringify(current));
    } catch {
        // Private windows may refuse storage; the choice then lasts for this page only.
    }
    listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

export const language = (): Language => current.language;
export const setLanguage = (value: Language): void => set({ language: value });
export const themeMode = (): ThemeMode => current.theme;
export const setThemeMode = (value: ThemeMode): void => set({ theme: value });
export const useLanguage = (): Language => useSyncExternalStore(subscribe, language);
export const useThemeMode = (): ThemeMode => useSyncExternalStore(subscribe, themeMode);
