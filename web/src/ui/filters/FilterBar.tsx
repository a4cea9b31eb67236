import { Button, Drawer } from "antd";
import { useState, type ReactNode } from "react";
import { IconAdjustments } from "@/app/icons";
import { useIsPhone } from "@/app/theme";
import { common, useTexts } from "@/i18n";
import { uiTexts } from "../texts";
import "./filters.css";

interface Props {
    search?: ReactNode;
    /** The selects; on a phone they open as a sheet. */
    children?: ReactNode;
    /** How many filters are set. */
    count: number;
    onClear: () => void;
    /** At the end: how many rows. */
    extra?: ReactNode;
}

export function FilterBar({ search, children, count, onClear, extra }: Props) {
    const t = useTexts(uiTexts);
    const words = useTexts(common);
    const phone = useIsPhone();
    const [open, setOpen] = useState(false);
    const clear = count > 0 && (
        <Button type="text" onClick={onClear}>
            {t.clearFilters}
        </Button>
    );
    if (!phone) {
        return (
            <div className="filters" role="search">
                {search}
                {children}
                {clear}
                <span className="filters-extra">{extra}</span>
            </div>
        );
    }
    return (
        <div className="filters" role="search">
            {search}
            {children && (
                <Button
                    icon={<IconAdjustments size={18} />}
                    aria-label={count > 0 ? undefined : t.filter}
                    onClick={() => setOpen(true)}
                >
                    {count > 0 && (
                        <>
                            <span className="sr-only">{t.filter}</span> {count}
                        </>
                    )}
                </Button>
            )}
            <span className="filters-extra">{extra}</span>
            <Drawer
                placement="bottom"
                size="large"
                open={open}
                onClose={() => setOpen(false)}
                title={t.filter}
                extra={clear}
                footer={
                    <Button type="primary" block onClick={() => setOpen(false)}>
                        {words.act.close}
                    </Button>
                }
            >
                <div className="filters-sheet">{children}</div>
            </Drawer>
        </div>
    );
}
