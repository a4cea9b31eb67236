import { Button, Dropdown } from "antd";
import { buildUrl, type QueryValue } from "@/api/client";
import { IconDownload } from "@/app/icons";
import { useTexts } from "@/i18n";
import { auditTexts } from "./texts";

const FORMATS = ["csv", "cef", "syslog"] as const;

/** What the filters leave, as a file. */
export function ExportMenu({ query }: { query: Record<string, QueryValue> }) {
    const t = useTexts(auditTexts);
    return (
        <Dropdown
            trigger={["click"]}
            menu={{
                items: FORMATS.map((format) => ({
                    key: format,
                    label: (
                        <a href={buildUrl("/api/v1/audit/export", { ...query, format })} download>
                            {t.exportAs[format]}
                        </a>
                    ),
                })),
            }}
        >
            <Button icon={<IconDownload size={16} stroke={1.75} />}>{t.exportTitle}</Button>
        </Dropdown>
    );
}
