import latin from "@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-500-normal.woff2?url";
import vietnamese from "@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-500-normal.woff2?url";

const VIETNAMESE_RANGE = "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB";
const SAMPLE = "Đường Nguyễn Văn Huyên kéo dài – Ngõ 87 Ỷ Lan, Ữ Ẵ Ợ";

let ready: Promise<void> | undefined;

/**
 * The map draws its text with the fonts of the page, and keeps what it has drawn: every subset must be there before the
 * first label. The map finds a weight only under a family of its own name, hence "Be Vietnam Pro Medium".
 */
export function loadMapFonts(): Promise<void> {
    ready ??= (async () => {
        document.fonts.add(new FontFace("Be Vietnam Pro Medium", `url(${latin})`, { weight: "500" }));
        document.fonts.add(new FontFace("Be Vietnam Pro Medium", `url(${vietnamese})`, { weight: "500", unicodeRange: VIETNAMESE_RANGE }));
        await Promise.allSettled([
            document.fonts.load('400 16px "Be Vietnam Pro"', SAMPLE),
            document.fonts.load('500 16px "Be Vietnam Pro Medium"', SAMPLE),
        ]);
    })();
    return ready;
}
