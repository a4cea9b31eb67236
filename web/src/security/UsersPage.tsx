import { Button } from "antd";
import { useCallback, useMemo } from "react";
import type { User } from "@/api/types";
import { IconPlus, IconUsers } from "@/app/icons";
import { useMay } from "@/app/session";
import { localName, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { FilterBar } from "@/ui/filters/FilterBar";
import { foldText } from "@/ui/filters/fold";
import { SearchBox } from "@/ui/filters/SearchBox";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Page } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { useChosen } from "@/ui/useChosen";
import { AdminTabs } from "./AdminTabs";
import { securityTexts } from "./texts";
import { UserPanel } from "./UserPanel";
import { useRoles } from "./useRoles";

const FILTERS = ["q"] as const;

/** Accounts: who may sign in and in which roles. */
export default function UsersPage() {
    const t = useTexts(securityTexts);
    const language = useLanguage();
    const mayWrite = useMay("user.write");
    const filters = useFilters(FILTERS);
    const { chosen, choose } = useChosen("user");
    const all = useCursorList<User>(["users"], "/api/v1/users", {});
    const roles = useRoles().data;
    const q = filters.values.q ?? "";
    const rows = useMemo(
        () => all.rows.filter((user) => foldText(`${user.full_name} ${user.name}`).includes(foldText(q))),
        [all.rows, q],
    );
    const list = { ...all, rows, total: q ? rows.length : all.total };
    const search = useCallback((text: string) => filters.set({ q: text }), [filters.set]);
    const roleNames = (user: User) =>
        user.roles
            .map((key) => roles?.find((role) => role.key === key))
            .map((role, i) => (role ? localName(role, language) : user.roles[i]))
            .join(", ");
    const state = (user: User) => (
        <span className={user.enabled ? undefined : "muted"}>{user.enabled ? t.enabled : t.disabled}</span>
    );
    const seen = (user: User) => (user.last_sign_in_at ? <AgeText time={user.last_sign_in_at} /> : t.neverSignedIn);
    const columns: Column<User>[] = [
        { key: "full_name", title: t.fullName, width: "minmax(180px, 1.6fr)", render: (u) => u.full_name },
        { key: "name", title: t.name, width: "minmax(110px, 1fr)", render: (u) => u.name },
        { key: "roles", title: t.role, width: "minmax(200px, 2fr)", render: roleNames },
        { key: "organisation", title: t.organisation, width: "minmax(150px, 1.5fr)", render: (u) => u.organisation },
        { key: "state", title: t.state, width: "110px", render: state },
        { key: "seen", title: t.lastSignIn, width: "150px", align: "end", render: seen },
    ];
    const create = mayWrite && (
        <Button type="primary" icon={<IconPlus size={16} />} onClick={() => choose("new")}>
            {t.createUser}
        </Button>
    );
    return (
        <Page title={t.users} fixed acts={create}>
            <AdminTabs />
            <FilterBar
                search={<SearchBox value={q} onChange={search} placeholder={t.search} />}
                count={filters.count}
                onClear={filters.clear}
                extra={<ListCount shown={rows.length} total={list.total} />}
            />
            <CursorTable
                list={list}
                label={t.users}
                columns={columns}
                rowKey={(u) => u.id}
                rowTo={(u) => filters.linkTo("user", u.id)}
                filtered={filters.count > 0}
                onClear={filters.clear}
                empty={
                    <EmptyState
                        icon={<IconUsers size={28} stroke={1.75} />}
                        title={t.emptyUsersTitle}
                        why={t.emptyUsersWhy}
                    >
                        {create}
                    </EmptyState>
                }
                card={(u) => (
                    <>
                        <span className="card-line">
                            <span className="grow card-title">{u.full_name}</span>
                            {state(u)}
                        </span>
                        <span className="card-line">
                            <span className="grow">{roleNames(u)}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{u.name}</span>
                            {seen(u)}
                        </span>
                    </>
                )}
            />
            {chosen && <UserPanel id={chosen === "new" ? null : Number(chosen)} onClose={() => choose(null)} />}
        </Page>
    );
}
