import { defineTexts } from "@/i18n";

export const lockTexts = defineTexts(
    {
        title: "Phiên đang tạm khóa",
        why: "Không có thao tác trong một lúc, nên màn hình được che lại. Những gì đang làm dở vẫn còn nguyên.",
        password: "Mật khẩu",
        passwordOf: (name: string) => `Mật khẩu của ${name}`,
        unlock: "Mở khóa",
        other: "Đăng xuất",
        soon: (seconds: number) => `Tự khóa sau ${seconds} giây vì không có thao tác.`,
        stay: "Tôi vẫn ở đây",
    },
    {
        title: "The session is locked",
        why: "Nothing was done for a while, so the screen is covered. What you were working on is still there.",
        password: "Password",
        passwordOf: (name: string) => `Password of ${name}`,
        unlock: "Unlock",
        other: "Sign out",
        soon: (seconds: number) => `Locks itself in ${seconds} s without activity.`,
        stay: "I am still here",
    },
);
