import { Drawer } from "antd";
import { Link } from "react-router";
import { useFormat, useTexts } from "@/i18n";
import { Facts } from "@/ui/Page";
import { securityTexts } from "../texts";
import { actionWords, type AuditEntry } from "./auditEntry";
import { Differences } from "./Differences";

/** Where a thing of the log is found; others have no page of their own. */
const PAGES: Record<string, string> = {
    asset: "/assets/",
    alarm: "/alarms/",
    rule: "/rules/",
    work_order: "/work-orders/",
    datastream: "/sensors/",
    user: "/users/",
    approval: "/approvals?approval=",
    organisation: "/organisations?organisation=",
};

/** One change in full: what was before, what came after. */
export function AuditPanel({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
    const t = useTexts(securityTexts);
    const format = useFormat();
    const page = PAGES[entry.entity];
    const thing = `${t.entities[entry.entity] ?? entry.entity} #${entry.entity_id ?? ""}`;
    return (
        <Drawer open size={640} onClose={onClose} title={actionWords(entry, t.verbs, t.entities)}>
            <Facts
                rows={[
                    [t.at, `${format.date(entry.at)} ${format.clock(entry.at)}`],
                    [t.who, entry.user],
                    [t.entity, page && entry.entity_id ? <Link to={`${page}${entry.entity_id}`}>{thing}</Link> : thing],
                    [t.reason, entry.reason],
                    [t.address, entry.address],
                    [t.request, <code key="request">{entry.request_id}</code>],
                ]}
            />
            <Differences before={entry.before} after={entry.after} />
        </Drawer>
    );
}
