import fontkit from "@pdf-lib/fontkit";
import { PDFDocument, rgb, type PDFFont, type PDFPage, type RGB } from "pdf-lib";
import type { Mark } from "../LegendMark";
import { scaleBar, type Box, type Layout } from "./layout";

const PT = 72 / 25.4;

export interface LegendEntry {
    mark: Mark;
    /** "#RRGGBB" */
    hue: string;
    label: string;
}
export interface Sheet {
    layout: Layout;
    scale: number;
    title: string;
    picture: Uint8Array;
    /** Latin letters, and the letters that only Vietnamese has. */
    fonts: { latin: ArrayBuffer; vietnamese: ArrayBuffer };
    legendTitle: string;
    legend: LegendEntry[];
    north: string;
    /** Lines below the map: sources, day, system of coordinates. */
    foot: string[];
    barText: (metres: number) => string;
    scaleText: string;
}

const colour = (hex: string): RGB => rgb(...([1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as [number, number, number]));
const INK = colour("#0F1B2D");
const MUTED = colour("#5B6B82");
const LINE = colour("#8794A8");

/** Writes words with two fonts: each letter by the one that has it. */
class Pen {
    private readonly has: Set<number>;

    constructor(
        private readonly page: PDFPage,
        private readonly height: number,
        private readonly latin: PDFFont,
        private readonly vietnamese: PDFFont,
    ) {
        this.has = new Set(latin.getCharacterSet());
    }

    width(text: string, size: number): number {
        return this.runs(text).reduce((sum, { part, font }) => sum + font.widthOfTextAtSize(part, size), 0) / PT;
    }

    /** `y` is the base line. Millimetres; size in points. */
    write(text: string, x: number, y: number, size: number, ink = INK): void {
        let at = x * PT;
        for (const { part, font } of this.runs(text)) {
            this.page.drawText(part, { x: at, y: (this.height - y) * PT, size, font, color: ink });
            at += font.widthOfTextAtSize(part, size);
        }
    }

    /** Broken at spaces into lines that fit. */
    lines(text: string, width: number, size: number): string[] {
        const out: string[] = [];
        for (const word of text.split(" ")) {
            const longer = out.length > 0 ? `${out.at(-1)} ${word}` : word;
            if (out.length > 0 && this.width(longer, size) <= width) out[out.length - 1] = longer;
            else out.push(word);
        }
        return out;
    }

    private runs(text: string): { part: string; font: PDFFont }[] {
        const out: { part: string; font: PDFFont }[] = [];
        for (const letter of text.normalize("NFC")) {
            const font = this.has.has(letter.codePointAt(0)!) ? this.latin : this.vietnamese;
            const last = out.at(-1);
            if (last?.font === font) last.part += letter;
            else out.push({ part: letter, font });
        }
        return out;
    }
}

/** One sheet: title, map, legend, north arrow, scale bar, sources. Text stays text: it can be searched and copied. */
export async function sheetPdf(sheet: Sheet): Promise<Uint8Array> {
    const { layout } = sheet;
    const pdf = await PDFDocument.create();
    pdf.registerFontkit(fontkit);
    pdf.setTitle(sheet.title, { showInWindowTitleBar: true });
    pdf.setLanguage("vi-VN");
    pdf.setProducer("Hạ Tầng");
    const latin = await pdf.embedFont(sheet.fonts.latin, { subset: true });
    const vietnamese = await pdf.embedFont(sheet.fonts.vietnamese, { subset: true });
    const picture = await pdf.embedJpg(sheet.picture);
    const page = pdf.addPage([layout.width * PT, layout.height * PT]);
    const pen = new Pen(page, layout.height, latin, vietnamese);
    const frame = ({ x, y, width, height }: Box) => ({ x: x * PT, y: (layout.height - y - height) * PT, width: width * PT, height: height * PT });

    pen.write(pen.lines(sheet.title, layout.title.width, 16)[0] ?? "", layout.title.x, layout.title.y + 8, 16);
    page.drawImage(picture, frame(layout.map));
    page.drawRectangle({ ...frame(layout.map), borderColor: LINE, borderWidth: 0.75 });

    let { y } = layout.side;
    const { x, width } = layout.side;
    northArrow(page, layout.height, x + 6, y + 2);
    pen.write(sheet.north, x + 14, y + 10, 9, MUTED);
    pen.write(sheet.scaleText, x + 26, y + 10, 11);
    y += 20;
    const bar = scaleBar(sheet.scale, width - 14);
    for (const [i, ink] of [INK, rgb(1, 1, 1)].entries()) {
        page.drawRectangle({ ...frame({ x: x + (bar.mm / 2) * i, y, width: bar.mm / 2, height: 2 }), color: ink, borderColor: INK, borderWidth: 0.5 });
    }
    pen.write("0", x, y + 6, 8, MUTED);
    pen.write(sheet.barText(bar.metres), x + bar.mm - 4, y + 6, 8, MUTED);
    y += 13;
    pen.write(sheet.legendTitle, x, y, 10);
    y += 2;
    const column = layout.side.width > 100 ? (width - 60) / 2 : width;
    let left = x;
    const top = y;
    for (const entry of sheet.legend) {
        const words = pen.lines(entry.label, column - 10, 8.5);
        if (y + 4.6 * words.length > layout.side.y + layout.side.height) {
            // A narrow sheet continues in the next column; what has no room is said by the map itself.
            left += column + 4;
            y = top;
            if (left + column > x + width + 1) break;
        }
        legendMark(page, layout.height, entry, left, y + 3);
        for (const word of words) {
            y += 4.6;
            pen.write(word, left + 9, y, 8.5);
        }
    }
    let footY = layout.foot.y + 5;
    for (const line of sheet.foot.flatMap((text) => pen.lines(text, layout.foot.width, 7.5))) {
        pen.write(line, layout.foot.x, footY, 7.5, MUTED);
        footY += 3.4;
    }
    return pdf.save();
}

/** Points up: the printed map is never turned. */
function northArrow(page: PDFPage, height: number, x: number, y: number): void {
    page.drawSvgPath("M0 0 L8 24 L0 18 L-8 24 Z", { x: x * PT, y: (height - y) * PT, color: INK });
}

function legendMark(page: PDFPage, height: number, { mark, hue }: LegendEntry, x: number, y: number): void {
    const ink = colour(hue);
    const at = { x: x * PT, y: (height - y + 1.5) * PT };
    if (mark === "LineString") page.drawSvgPath("M0 7 L6 2 L11 6 L18 0", { ...at, borderColor: ink, borderWidth: 2 });
    else if (mark === "Polygon") page.drawSvgPath("M2 1 L13 0 L17 6 L7 9 Z", { ...at, color: ink, opacity: 0.35, borderColor: ink, borderWidth: 1 });
    else page.drawCircle({ x: (x + 3) * PT, y: (height - y) * PT, size: 3, color: ink });
}
