import { Button } from "antd";
import { useState } from "react";
import { keys } from "@/api/queries";
import type { Delegation } from "@/api/security";
import { IconPlus, IconTransfer } from "@/app/icons";
import { useMay, useSession } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { Page } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { useRoleNames } from "../useRoles";
import { DelegationForm } from "./DelegationForm";
import { DelegationState } from "./DelegationState";
import { EndDelegation } from "./EndDelegation";
import { delegationTexts } from "./texts";

/** Who acts for whom, and until when. */
export default function DelegationsPage() {
    const t = useTexts(delegationTexts);
    const format = useFormat();
    const roleNames = useRoleNames();
    const mayEnd = useMay("grant.write");
    const me = useSession().data?.user.id;
    const [adding, setAdding] = useState(false);
    const list = useCursorList<Delegation>([...keys.delegations, "all"], "/api/v1/delegations", { all: true });
    const span = (each: Delegation) => t.span(format.date(each.valid_from), format.date(each.valid_to));
    const roles = (each: Delegation) => roleNames(each.roles ?? (each.grants ?? []).map((grant) => grant.role));
    const end = (each: Delegation) => (mayEnd || each.from_user_id === me || each.to_user_id === me) && <EndDelegation delegation={each} />;
    const columns: Column<Delegation>[] = [
        { key: "from", title: t.from, width: "minmax(150px, 1.2fr)", render: (each) => each.from_user },
        { key: "to", title: t.to, width: "minmax(150px, 1.2fr)", render: (each) => each.to_user },
        { key: "roles", title: t.roles, width: "minmax(150px, 1.4fr)", render: roles },
        { key: "period", title: t.period, width: "190px", render: span },
        { key: "state", title: "", width: "130px", render: (each) => <DelegationState state={each.state} /> },
        { key: "reason", title: t.reason, width: "minmax(120px, 1fr)", render: (each) => each.reason },
        { key: "end", title: "", width: "90px", align: "end", render: end },
    ];
    const add = (
        <Button type="primary" icon={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t.add}
        </Button>
    );
    return (
        <Page title={t.title} sub={t.why} fixed acts={add}>
            <CursorTable
                list={list}
                label={t.title}
                columns={columns}
                rowKey={(each) => each.id}
                filtered={false}
                onClear={() => undefined}
                cardHeight={112}
                empty={<EmptyState icon={<IconTransfer size={28} stroke={1.75} />} title={t.none} why={t.noneWhy} />}
                card={(each) => (
                    <>
                        <span className="card-line">
                            <span className="grow card-title">
                                {each.from_user} → {each.to_user}
                            </span>
                            <DelegationState state={each.state} />
                        </span>
                        <span className="card-line">
                            <span className="grow">{roles(each)}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{span(each)}</span>
                            {end(each)}
                        </span>
                    </>
                )}
            />
            {adding && <DelegationForm onClose={() => setAdding(false)} />}
        </Page>
    );
}
