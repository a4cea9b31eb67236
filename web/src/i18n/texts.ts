import { useLanguage, type Language } from "./preferences";

/** The Vietnamese dictionary is the master: the English one must have the same keys and parameters. */
type Widen<T> = T extends string
    ? string
    : T extends (...args: infer A) => string
      ? (...args: A) => string
      : { [K in keyof T]: Widen<T[K]> };

export interface Texts<T> {
    vi: T;
    en: Widen<T>;
}

export const defineTexts = <T extends object>(vi: T, en: Widen<T>): Texts<T> => ({ vi, en });

export const pick = <T extends object>(texts: Texts<T>, language: Language): Widen<T> =>
    language === "vi" ? (texts.vi as unknown as Widen<T>) : texts.en;

/** The dictionary of one module in the chosen language; re-renders when the language changes. */
export const useTexts = <T extends object>(texts: Texts<T>): Widen<T> => pick(texts, useLanguage());

/** Names that the server gives in both languages. */
export const localName = (value: { name_vi: string; name_en: string }, language: Language): string =>
    language === "vi" ? value.name_vi : value.name_en;
