import { Badge, Button, Dropdown, Tooltip } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import type { User } from "@/api/types";
import { setLanguage, useLanguage, useTexts } from "@/i18n";
import { setThemeMode, useThemeMode, type ThemeMode } from "@/i18n/preferences";
import { useOpenAlarms } from "@/live/useLive";
import { ConnectionMark } from "./ConnectionMark";
import { IconBell, IconLogout, IconMoon, IconSearch, IconSun, IconUser } from "./icons";
import { CommandSearch } from "./CommandSearch";
import { useSignOut } from "./session";
import { shellTexts } from "./texts";
import { useIsDark, useIsPhone } from "./theme";
import { useShortcut } from "./useShortcut";

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function TopBar({ user }: { user: User }) {
    const t = useTexts(shellTexts);
    const language = useLanguage();
    const theme = useThemeMode();
    const isDark = useIsDark();
    const isPhone = useIsPhone();
    const navigate = useNavigate();
    const signOut = useSignOut();
    const [searching, setSearching] = useState(false);
    const unacknowledged = useOpenAlarms().filter((alarm) => !alarm.acknowledged).length;
    useShortcut("mod+k", () => setSearching(true));

    const themes: [ThemeMode, string][] = [
        ["auto", t.themeAuto],
        ["light", t.themeLight],
        ["dark", t.themeDark],
    ];
    return (
        <header className="top-bar">
            <Link to="/" className="brand">
                <img src="/favicon.svg" alt="" width={28} height={28} />
                <span>Hạ Tầng</span>
            </Link>
            <button type="button" className="search-button" onClick={() => setSearching(true)} aria-label={isPhone ? t.search : undefined}>
                <IconSearch size={18} stroke={1.75} />
                {!isPhone && <span className="search-words">{t.search}</span>}
                {!isPhone && <kbd aria-hidden="true">{isMac ? "⌘K" : "Ctrl K"}</kbd>}
            </button>
            <div className="top-acts">
                <ConnectionMark />
                <Tooltip title={t.openAlarms(unacknowledged)}>
                    <Badge count={unacknowledged} size="small" overflowCount={99} offset={[-4, 4]}>
                        <Button type="text" aria-label={t.openAlarms(unacknowledged)} icon={<IconBell size={20} stroke={1.75} />} onClick={() => void navigate("/?alarms=1")} />
                    </Badge>
                </Tooltip>
                {!isPhone && (
                    <Button type="text" className="language-button" onClick={() => setLanguage(language === "vi" ? "en" : "vi")} aria-label={`${language.toUpperCase()} – ${t.language}`}>
                        {language.toUpperCase()}
                    </Button>
                )}
                <Dropdown
                    trigger={["click"]}
                    menu={{
                        selectedKeys: [theme, language],
                        items: [
                            { key: "name", type: "group", label: user.full_name, children: [] },
                            { key: "account", label: t.myAccount, icon: <IconUser size={18} />, onClick: () => void navigate("/account") },
                            { type: "divider" },
                            {
                                key: "theme",
                                type: "group",
                                label: t.theme,
                                children: themes.map(([key, label]) => ({ key, label, onClick: () => setThemeMode(key) })),
                            },
                            {
                                key: "language",
                                type: "group",
                                label: t.language,
                                children: [
                                    { key: "vi", label: "Tiếng Việt", onClick: () => setLanguage("vi") },
                                    { key: "en", label: "English", onClick: () => setLanguage("en") },
                                ],
                            },
                            { type: "divider" },
                            { key: "out", label: t.signOut, icon: <IconLogout size={18} />, onClick: () => signOut.mutate() },
                        ],
                    }}
                >
                    <Button type="text" aria-label={isPhone ? t.account : `${user.full_name} – ${t.account}`} icon={<IconUser size={20} stroke={1.75} />}>
                        {!isPhone && user.full_name}
                    </Button>
                </Dropdown>
                {!isPhone && (
                    <Button type="text" aria-label={t.theme} icon={isDark ? <IconSun size={20} stroke={1.75} /> : <IconMoon size={20} stroke={1.75} />} onClick={() => setThemeMode(isDark ? "light" : "dark")} />
                )}
            </div>
            <CommandSearch open={searching} onClose={() => setSearching(false)} />
        </header>
    );
}
