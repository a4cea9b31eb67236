import { Button, Skeleton, Tag } from "antd";
import type { UseQueryResult } from "@tanstack/react-query";
import type { SessionItem } from "@/api/security";
import { IconDevices } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { useNow } from "@/ui/useNow";
import { browserOf } from "./browserOf";
import { accountTexts } from "./account/texts";
import "./account/account.css";

interface Props {
    read: UseQueryResult<{ items: SessionItem[] }>;
    /** Without it the sessions are only shown. */
    onEnd?: ((id: number) => void) | undefined;
}

/** Sessions of one account, newest first, with the browser and where it is. */
export function SessionRows({ read, onEnd }: Props) {
    const t = useTexts(accountTexts);
    const format = useFormat();
    const now = useNow();
    if (read.isError) return <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />;
    if (read.isPending) return <Skeleton active paragraph={{ rows: 2 }} />;
    return (
        <ul className="rows">
            {read.data.items.map((session) => (
                <li key={session.id}>
                    <IconDevices size={20} stroke={1.75} aria-hidden />
                    <span className="grow">
                        {browserOf(session.user_agent) ?? t.unknownAgent} {session.current && <Tag color="blue">{t.thisSession}</Tag>}
                        <small className="muted account-note">
                            {[
                                session.address,
                                t.seen(format.age(session.last_seen_at, now)),
                                t.since(format.dateTime(session.created_at)),
                                session.second_factor && t.withFactor,
                            ]
                                .filter(Boolean)
                                .join(" · ")}
                        </small>
                    </span>
                    {!session.current && onEnd && (
                        <Button size="small" type="text" danger onClick={() => onEnd(session.id)} aria-label={`${t.end} ${session.address}`}>
                            {t.end}
                        </Button>
                    )}
                </li>
            ))}
        </ul>
    );
}
