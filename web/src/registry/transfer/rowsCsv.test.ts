import { expect, it } from "vitest";
import { rowsCsv } from "./rowsCsv";

it("writes refused rows for a spreadsheet, without letting a cell act as a formula", () => {
    const csv = rowsCsv(["Dòng", "Tên", "Ở đâu", "Lý do", "Mã lỗi", "Kinh độ", "Vĩ độ"], [
        { row: 7, outcome: "refused", name: '=1+1 "x"', where: "/attributes/length_m", reason_vi: "Không phải số", reason_en: "Not a number", code: "not_a_number", lon: 105.85, lat: -21 },
    ], "vi");
    expect(csv).toBe('\uFEFF"Dòng","Tên","Ở đâu","Lý do","Mã lỗi","Kinh độ","Vĩ độ"\r\n"7","\'=1+1 ""x""","/attributes/length_m","Không phải số","not_a_number","105.85","-21"\r\n');
});
