/** Text without diacritics and case, as the search of the server folds it: "Cầu Vĩnh Tuy" → "cau vinh tuy". */
export const foldText = (text: string): string =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
