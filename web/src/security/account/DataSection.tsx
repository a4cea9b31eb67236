import { Button, Skeleton, Switch } from "antd";
import { api, ApiError } from "@/api/client";
import type { Consent } from "@/api/security";
import { IconDownload } from "@/app/icons";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { useSayError } from "@/ui/useSayError";
import { accountTexts } from "./texts";
import { renewAccount, useConsents } from "./useAccount";

/** What the person has agreed to, and a copy of all that is held on them. */
export function DataSection({ userId }: { userId: number }) {
    const t = useTexts(accountTexts);
    const read = useConsents();
    const none = read.data?.items.length === 0;
    return (
        <Section title={t.sections.data}>
            <div className="stack">
                <div>
                    <strong>{t.consents}</strong>
                    {read.isError && !(read.error instanceof ApiError && read.error.status === 404) && <ErrorView error={read.error} inline />}
                    {read.isPending && <Skeleton active paragraph={{ rows: 1 }} />}
                    <p className="muted">{none ? t.noConsents : t.consentWhy}</p>
                    <ul className="rows">
                        {(read.data?.items ?? []).map((consent) => (
                            <ConsentRow key={consent.purpose} consent={consent} />
                        ))}
                    </ul>
                </div>
                <p className="muted">{t.exportWhy}</p>
                <div>
                    <Button icon={<IconDownload size={16} stroke={1.75} />} href={`/api/v1/privacy/people/${userId}/export`} download={`du-lieu-ca-nhan-${userId}.json`}>
                        {t.export}
                    </Button>
                </div>
            </div>
        </Section>
    );
}

function ConsentRow({ consent }: { consent: Consent }) {
    const t = useTexts(accountTexts);
    const format = useFormat();
    const language = useLanguage();
    const sayError = useSayError();
    const set = (given: boolean): void =>
        void api.post<unknown>("/api/v1/privacy/consents", { purpose: consent.purpose, given }).then(renewAccount, sayError);
    const title = (language === "vi" ? consent.title_vi : consent.title_en) ?? consent.purpose;
    return (
        <li>
            <span className="grow">
                {title}
                {consent.at && <small className="muted account-note">{t.consentAt(format.dateTime(consent.at))}</small>}
            </span>
            <Switch checked={consent.given} onChange={set} aria-label={title} />
        </li>
    );
}
