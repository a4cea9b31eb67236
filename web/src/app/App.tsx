import { QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import viVN from "antd/locale/vi_VN";
import "dayjs/locale/vi";
import dayjs from "dayjs";
import { useEffect, useMemo } from "react";
import { RouterProvider } from "react-router/dom";
import { queryClient } from "@/api/queries";
import { useLanguage } from "@/i18n";
import { nonce } from "./nonce";
import { createRouter } from "./routes";
import { antdTheme, useCssTokens, useIsDark, useIsPhone } from "./theme";

const router = createRouter();

export function App() {
    const isDark = useIsDark();
    const isPhone = useIsPhone();
    const language = useLanguage();
    useCssTokens(isDark);
    useEffect(() => {
        document.documentElement.lang = language;
        dayjs.locale(language);
    }, [language]);
    const theme = useMemo(() => antdTheme(isDark, isPhone), [isDark, isPhone]);
    return (
        <ConfigProvider
            theme={theme}
            csp={nonce ? { nonce } : {}}
            locale={language === "vi" ? viVN : enUS}
            componentSize="middle"
            button={{ autoInsertSpace: false }}
        >
            <AntApp>
                <QueryClientProvider client={queryClient}>
                    <RouterProvider router={router} />
                </QueryClientProvider>
            </AntApp>
        </ConfigProvider>
    );
}
