import type { Ward } from "@/api/types";
import type { Language } from "@/i18n";

/** "Phường Hoàn Kiếm", "Xã Sóc Sơn": with what it is, as in its decree. */
export const wardName = (ward: Ward, language: Language): string =>
    language === "vi" ? `${ward.kind.charAt(0).toUpperCase()}${ward.kind.slice(1)} ${ward.name}` : ward.name_en;
