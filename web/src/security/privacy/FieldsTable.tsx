import { Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { PrivacyField } from "@/api/security";
import { useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { fieldWords } from "../audit/fieldWords";
import { securityTexts } from "../texts";
import { privacyTexts } from "./texts";
import "../audit/audit.css";

/** Each piece of personal data that is held, why and for how long. */
export function FieldsTable() {
    const t = useTexts(privacyTexts);
    const s = useTexts(securityTexts);
    const language = useLanguage();
    const read = useQuery({
        queryKey: ["privacy", "fields"],
        queryFn: ({ signal }) => api.get<{ items: PrivacyField[] }>("/api/v1/privacy/fields", { signal }).then((list) => list.items),
    });
    if (read.isError) return <ErrorView error={read.error} onRetry={() => void read.refetch()} />;
    if (read.isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
    if (read.data.length === 0) return <p className="nothing">{t.noFields}</p>;
    return (
        <div className="card privacy-fields" tabIndex={0} role="region" aria-label={t.fields}>
            <table className="plain-table">
                <thead>
                    <tr>
                        <th>{t.field}</th>
                        <th>{t.purpose}</th>
                        <th>{t.basis}</th>
                        <th>{t.masked}</th>
                        <th>{t.retention}</th>
                    </tr>
                </thead>
                <tbody>
                    {read.data.map((each) => (
                        <tr key={`${each.entity}.${each.field}`}>
                            <th scope="row">
                                <strong>
                                    {each.field
                                        .split(", ")
                                        .map((name) => fieldWords(name, language))
                                        .join(", ")}
                                </strong>
                                <br />
                                <small className="muted">{s.entities[each.entity] ?? each.entity}</small>
                            </th>
                            <td data-label={t.purpose}>{language === "en" && each.purpose_en ? each.purpose_en : each.purpose_vi}</td>
                            <td data-label={t.basis}>{each.legal_basis}</td>
                            <td data-label={t.masked}>{each.masked ? t.yes : t.no}</td>
                            <td data-label={t.retention}>{each.retention}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
