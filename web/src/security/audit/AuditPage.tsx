import { DatePicker, Input, InputNumber } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useCallback } from "react";
import { usePeople } from "@/api/queries";
import { IconHistory } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { FilterBar } from "@/ui/filters/FilterBar";
import { FilterSelect } from "@/ui/filters/FilterSelect";
import { SearchBox } from "@/ui/filters/SearchBox";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Page } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { useChosen } from "@/ui/useChosen";
import { AuditPanel } from "./AuditPanel";
import { actionWords, type AuditEntry } from "./auditEntry";
import { securityTexts } from "../texts";
import { ExportMenu } from "./ExportMenu";
import { auditTexts } from "./texts";
import { VerificationBar } from "./VerificationBar";

const FILTERS = ["q", "user", "action", "entity", "entity_id", "address", "from", "to"] as const;

/** Every change: who, when, from where, what before and after. */
export default function AuditPage() {
    const t = useTexts(securityTexts);
    const a = useTexts(auditTexts);
    const format = useFormat();
    const filters = useFilters(FILTERS);
    const { values, set } = filters;
    const { chosen, choose } = useChosen("entry");
    const people = usePeople("");
    const list = useCursorList<AuditEntry>(["audit", values], "/api/v1/audit", values);
    const action = (entry: AuditEntry) => actionWords(entry, t.verbs, t.entities);
    const who = (entry: AuditEntry) => (entry.user_id ? entry.user : `${t.system} (${entry.user})`);
    const columns: Column<AuditEntry>[] = [
        { key: "at", title: t.at, width: "150px", render: (e) => format.dateTime(e.at) },
        { key: "who", title: t.who, width: "minmax(140px, 1fr)", render: who },
        { key: "action", title: t.action, width: "minmax(220px, 1.6fr)", render: action },
        { key: "reason", title: t.reason, width: "minmax(160px, 1.4fr)", render: (e) => e.reason },
        { key: "address", title: t.address, width: "130px", render: (e) => e.address },
    ];
    const search = useCallback((q: string) => set({ q }), [set]);
    const day = (value: string | undefined) => (value ? dayjs(value) : null);
    const open = list.rows.find((entry) => String(entry.id) === chosen);
    return (
        <Page title={t.audit} fixed acts={<ExportMenu query={values} />}>
            <VerificationBar />
            <FilterBar
                search={<SearchBox value={values.q ?? ""} onChange={search} placeholder={a.search} />}
                count={filters.count}
                onClear={filters.clear}
                extra={<ListCount shown={list.rows.length} total={list.total} />}
            >
                <FilterSelect
                    label={t.entity}
                    value={values.entity}
                    onChange={(entity) => set({ entity })}
                    options={Object.entries(t.entities).map(([value, label]) => ({ value, label }))}
                />
                <InputNumber
                    min={1}
                    precision={0}
                    placeholder={t.entityId}
                    aria-label={t.entityId}
                    value={values.entity_id ? Number(values.entity_id) : null}
                    onChange={(id) => set({ entity_id: id ? String(id) : undefined })}
                    style={{ width: 140 }}
                />
                <FilterSelect
                    label={t.who}
                    value={values.user}
                    onChange={(user) => set({ user })}
                    options={(people.data ?? []).map((each) => ({ value: String(each.id), label: each.full_name }))}
                    width={190}
                />
                <FilterSelect
                    label={a.act}
                    value={values.action}
                    onChange={(act) => set({ action: act })}
                    options={Object.entries(a.acts).map(([value, label]) => ({ value, label }))}
                    width={190}
                />
                <Input
                    allowClear
                    key={values.address ?? ""}
                    placeholder={a.address}
                    aria-label={a.address}
                    defaultValue={values.address ?? ""}
                    onBlur={(event) => set({ address: event.target.value.trim() })}
                    onPressEnter={(event) => set({ address: event.currentTarget.value.trim() })}
                    onClear={() => set({ address: undefined })}
                    style={{ width: 150 }}
                />
                <DatePicker
                    format="DD/MM/YYYY"
                    placeholder={t.from}
                    aria-label={t.from}
                    value={day(values.from)}
                    onChange={(date: Dayjs | null) => set({ from: date?.startOf("day").toISOString() })}
                />
                <DatePicker
                    format="DD/MM/YYYY"
                    placeholder={t.to}
                    aria-label={t.to}
                    value={day(values.to)}
                    onChange={(date: Dayjs | null) => set({ to: date?.endOf("day").toISOString() })}
                />
            </FilterBar>
            <CursorTable
                list={list}
                label={t.audit}
                columns={columns}
                rowKey={(e) => e.id}
                rowTo={(e) => filters.linkTo("entry", e.id)}
                filtered={filters.count > 0}
                onClear={filters.clear}
                empty={
                    <EmptyState
                        icon={<IconHistory size={28} stroke={1.75} />}
                        title={t.emptyAuditTitle}
                        why={t.emptyAuditWhy}
                    />
                }
                card={(e) => (
                    <>
                        <span className="card-line">
                            <span className="grow card-title">{action(e)}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{who(e)}</span>
                            {format.dateTime(e.at)}
                        </span>
                    </>
                )}
            />
            {open && <AuditPanel entry={open} onClose={() => choose(null)} />}
        </Page>
    );
}
