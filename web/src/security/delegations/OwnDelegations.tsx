import { Button, Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { Delegation } from "@/api/security";
import type { List } from "@/api/types";
import { useSession } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { DelegationForm } from "./DelegationForm";
import { EndDelegation } from "./EndDelegation";
import { DelegationState } from "./DelegationState";
import { delegationTexts } from "./texts";

/** What this person has lent, and what was lent to them. */
export function OwnDelegations() {
    const t = useTexts(delegationTexts);
    const format = useFormat();
    const me = useSession().data?.user.id;
    const [adding, setAdding] = useState(false);
    const read = useQuery({
        queryKey: [...keys.delegations, "own"],
        queryFn: ({ signal }) => api.get<List<Delegation>>("/api/v1/delegations", { signal }),
    });
    const open = (read.data?.items ?? []).filter((each) => each.state !== "ended");
    return (
        <Section
            title={t.mine}
            extra={
                <Button size="small" onClick={() => setAdding(true)}>
                    {t.add}
                </Button>
            }
        >
            <p className="muted">{t.why}</p>
            {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 1 }} />}
            {read.data && open.length === 0 && <p className="nothing">{t.none}.</p>}
            <ul className="rows">
                {open.map((each) => (
                    <li key={each.id}>
                        <span className="grow">
                            {each.from_user_id === me ? t.toOther(each.to_user) : t.toMe(each.from_user)} <DelegationState state={each.state} />
                            <small className="muted account-note">
                                {[t.span(format.dateTime(each.valid_from), format.dateTime(each.valid_to)), each.reason].filter(Boolean).join(" · ")}
                            </small>
                        </span>
                        <EndDelegation delegation={each} />
                    </li>
                ))}
            </ul>
            {adding && <DelegationForm onClose={() => setAdding(false)} />}
        </Section>
    );
}
