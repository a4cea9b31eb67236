import { defineTexts } from "@/i18n";

export const signInTexts = defineTexts(
    {
        title: "Hạ Tầng",
        sub: "Sổ sống về công trình hạ tầng của thành phố",
        user: "Tên đăng nhập",
        password: "Mật khẩu",
        userMissing: "Nhập tên đăng nhập.",
        passwordMissing: "Nhập mật khẩu.",
        signIn: "Đăng nhập",
    },
    {
        title: "Hạ Tầng",
        sub: "The city’s living register of infrastructure",
        user: "User name",
        password: "Password",
        userMissing: "Enter your user name.",
        passwordMissing: "Enter your password.",
        signIn: "Sign in",
    },
);
