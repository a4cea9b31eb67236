import { Button } from "antd";
import { Link } from "react-router";
import { useClasses } from "@/api/queries";
import type { Rule } from "@/api/types";
import { IconAdjustments, IconPlus } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { FilterBar } from "@/ui/filters/FilterBar";
import { FilterSelect } from "@/ui/filters/FilterSelect";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Page } from "@/ui/Page";
import { PriorityTag, StateMark } from "@/ui/StateMark";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { decimalsIn } from "./decimals";
import { alarmTexts } from "./texts";
import "./alarms.css";

const FILTERS = ["asset_class"] as const;

/** The rules that watch the readings. */
export default function RulesPage() {
    const t = useTexts(alarmTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const format = useFormat();
    const mayWrite = useMay("rule.write");
    const filters = useFilters(FILTERS);
    const list = useCursorList<Rule>(["rules", filters.values], "/api/v1/rules", filters.values);
    const classes = useClasses().data;
    const className = (key: string) => {
        const found = classes?.find((each) => each.key === key);
        return found ? localName(found, language) : key;
    };
    const property = (key: string) => words.property[key as keyof typeof words.property] ?? key;
    const target = (rule: Rule) =>
        rule.asset_class
            ? t.everyOf(className(rule.asset_class).toLowerCase(), property(rule.property ?? ""))
            : t.ruleOf(rule.datastream_id ?? 0);
    const condition = (rule: Rule) =>
        rule.limit === undefined || rule.limit === null
            ? t.kinds[rule.kind]
            : `${rule.kind === "above" ? ">" : "<"} ${format.number(rule.limit, decimalsIn(rule.limit))}`;
    const enabled = (rule: Rule) => (
        <span className={rule.enabled ? undefined : "rule-off"}>{rule.enabled ? t.enabled : t.disabled}</span>
    );
    const columns: Column<Rule>[] = [
        { key: "name", title: t.ruleName, width: "minmax(220px, 2fr)", render: (r) => r.name },
        { key: "target", title: t.ruleTarget, width: "minmax(220px, 2fr)", render: target },
        { key: "condition", title: t.kind, width: "150px", render: condition },
        { key: "priority", title: t.priority, width: "130px", render: (r) => <PriorityTag priority={r.priority} /> },
        { key: "delay", title: t.onDelay, width: "110px", align: "end", render: (r) => format.duration(r.on_delay_s) },
        { key: "enabled", title: t.state, width: "100px", render: enabled },
    ];
    const create = mayWrite && (
        <Link to="/rules/new">
            <Button type="primary" block icon={<IconPlus size={16} />}>
                {t.ruleCreate}
            </Button>
        </Link>
    );
    return (
        <Page title={t.rules} above={{ to: "/alarms", label: t.title }} fixed acts={create}>
            <FilterBar
                count={filters.count}
                onClear={filters.clear}
                extra={<ListCount shown={list.rows.length} total={list.total} />}
            >
                <FilterSelect
                    label={t.assetClass}
                    value={filters.values.asset_class}
                    onChange={(asset_class) => filters.set({ asset_class })}
                    options={(classes ?? []).map((each) => ({ value: each.key, label: localName(each, language) }))}
                    width={220}
                />
            </FilterBar>
            <CursorTable
                list={list}
                label={t.rules}
                columns={columns}
                rowKey={(r) => r.id}
                rowTo={(r) => `/rules/${r.id}`}
                filtered={filters.count > 0}
                onClear={filters.clear}
                empty={
                    <EmptyState
                        icon={<IconAdjustments size={28} stroke={1.75} />}
                        title={t.emptyRulesTitle}
                        why={t.emptyRulesWhy}
                    >
                        {create}
                    </EmptyState>
                }
                card={(r) => (
                    <>
                        <span className="card-line">
                            <StateMark state={r.priority} filled={false} />
                            <span className="grow card-title">{r.name}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{target(r)}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{condition(r)}</span>
                            {enabled(r)}
                        </span>
                    </>
                )}
            />
        </Page>
    );
}
