import type { ReactNode } from "react";
import { Link } from "react-router";
import type { SecurityWatch } from "@/api/security";
import { useFormat, useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { useNow } from "@/ui/useNow";
import { HourBars } from "./HourBars";
import { lastHours } from "./hours";
import { watchTexts } from "./texts";

const SHOWN = 5;

export function FailedSignIns({ failed }: { failed: SecurityWatch["failed_sign_ins"] }) {
    const t = useTexts(watchTexts);
    const format = useFormat();
    const hours = lastHours(failed.by_hour, useNow());
    const total = hours.reduce((sum, hour) => sum + hour.count, 0);
    const list = (title: string, rows: { name: ReactNode; count: number }[]) =>
        rows.length > 0 && (
            <div>
                <h3>{title}</h3>
                <ul className="rows rows-tight">
                    {rows.slice(0, SHOWN).map((row, i) => (
                        <li key={i}>
                            <span className="grow">{row.name}</span>
                            <span className="muted">{t.times(format.number(row.count))}</span>
                        </li>
                    ))}
                </ul>
            </div>
        );
    const account = ({ user_id, user, count }: (typeof failed.by_account)[number]) => ({
        name: user_id == null ? t.noAccount : <Link to={`/users/${user_id}`}>{user}</Link>,
        count,
    });
    const address = ({ address: from, count }: (typeof failed.by_address)[number]) => ({
        name: from ? <Link to={`/audit?address=${encodeURIComponent(from)}`}>{from}</Link> : t.manyAddresses,
        count,
    });
    return (
        <Section title={t.failed} extra={<span className="muted">{t.failedTotal(format.number(total))}</span>}>
            {total === 0 ? <p className="nothing">{t.noFailed}</p> : <HourBars hours={hours} />}
            <div className="watch-pair">
                {list(t.byAccount, failed.by_account.map(account))}
                {list(t.byAddress, failed.by_address.map(address))}
            </div>
        </Section>
    );
}
