export { common } from "./common";
export { format, useFormat, type Format } from "./format";
export { language, setLanguage, useLanguage, type Language } from "./preferences";
export { defineTexts, localName, pick, useTexts, type Texts } from "./texts";
