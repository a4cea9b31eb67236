import { defineTexts } from "@/i18n";
import type { Sensitivity } from "@/api/types";

/** The four levels of data, from least to most protected. */
export const sensitivityTexts = defineTexts(
    {
        title: "Mức độ dữ liệu",
        names: { open: "Mở", shared: "Dùng chung", internal: "Nội bộ", restricted: "Hạn chế" } as Record<Sensitivity, string>,
        why: {
            open: "Ai cũng được xem.",
            shared: "Cơ quan nhà nước dùng chung.",
            internal: "Chỉ trong hệ thống này.",
            restricted: "Chỉ người được cấp riêng; mỗi lần xem đều ghi nhật ký.",
        } as Record<Sensitivity, string>,
        upTo: (name: string) => `đến mức ${name.toLowerCase()}`,
    },
    {
        title: "Sensitivity",
        names: { open: "Open", shared: "Shared", internal: "Internal", restricted: "Restricted" },
        why: {
            open: "Anyone may see it.",
            shared: "Shared among authorities.",
            internal: "Within this system.",
            restricted: "Only who was given it by name; each view is logged.",
        },
        upTo: (name: string) => `up to ${name.toLowerCase()}`,
    },
);
