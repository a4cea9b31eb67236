import { Drawer } from "antd";
import { Link } from "react-router";
import { useFormat, useTexts } from "@/i18n";
import { Facts } from "@/ui/Page";
import { actionWords, differences, type AuditEntry } from "./auditEntry";
import { securityTexts } from "./texts";
import "./security.css";

/** Where a thing of the log is found; others have no page of their own. */
const PAGES: Record<string, string> = {
    asset: "/assets/",
    alarm: "/alarms/",
    rule: "/rules/",
    work_order: "/work-orders/",
    datastream: "/sensors/",
    user: "/users?user=",
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
            <div className="audit-diff" style={{ marginTop: 16 }}>
                <div className="muted">
                    <span />
                    <span>{t.before}</span>
                    <span>{t.after}</span>
                </div>
                {differences(entry.before, entry.after).map((each) => (
                    <div key={each.path}>
                        <span>{each.path}</span>
                        <del>{each.before ?? t.nothing}</del>
                        <ins>{each.after ?? t.nothing}</ins>
                    </div>
                ))}
            </div>
        </Drawer>
    );
}
