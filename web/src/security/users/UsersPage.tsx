import { Button, Drawer } from "antd";
import { useCallback, useMemo } from "react";
import { useNavigate } from "react-router";
import { keys, queryClient } from "@/api/queries";
import type { User } from "@/api/types";
import { IconPlus, IconUsers } from "@/app/icons";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { FilterSelect } from "@/ui/filters/FilterSelect";
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
import { useNow } from "@/ui/useNow";
import { securityTexts } from "../texts";
import { useRoleNames } from "../useRoles";
import { userTexts } from "./texts";
import { UserForm } from "./UserForm";
import { isLocked, UserKindTag, UserState } from "./UserState";

const FILTERS = ["q", "state"] as const;

const STATES = ["enabled", "locked", "disabled"] as const;

function inState(user: User, state: string | undefined, now: number): boolean {
    if (state === "locked") return user.enabled && isLocked(user, now);
    return state === undefined || (state === "enabled") === user.enabled;
}

/** Accounts: who may sign in and in which roles. */
export default function UsersPage() {
    const t = useTexts(securityTexts);
    const mayWrite = useMay("user.write");
    const filters = useFilters(FILTERS);
    const { chosen, choose } = useChosen("user");
    const all = useCursorList<User>(["users"], "/api/v1/users", {});
    const navigate = useNavigate();
    const u = useTexts(userTexts);
    const now = useNow();
    const namesOf = useRoleNames();
    const { q = "", state } = filters.values;
    const rows = useMemo(
        () => all.rows.filter((user) => foldText(`${user.full_name} ${user.name}`).includes(foldText(q)) && inState(user, state, now)),
        [all.rows, q, state, now],
    );
    const list = { ...all, rows, total: filters.count > 0 ? rows.length : all.total };
    const search = useCallback((text: string) => filters.set({ q: text }), [filters.set]);
    const roleNames = (user: User) => namesOf(user.roles);
    const seen = (user: User) => (user.last_sign_in_at ? <AgeText time={user.last_sign_in_at} /> : t.neverSignedIn);
    const fullName = (user: User) => (
        <span className="user-name">
            {user.full_name} <UserKindTag user={user} />
        </span>
    );
    const columns: Column<User>[] = [
        { key: "full_name", title: t.fullName, width: "minmax(150px, 1.5fr)", render: fullName },
        { key: "name", title: t.name, width: "minmax(100px, 1fr)", render: (user) => user.name },
        { key: "roles", title: t.role, width: "minmax(150px, 1.8fr)", render: roleNames },
        { key: "organisation", title: t.organisation, width: "minmax(110px, 1.3fr)", render: (user) => user.organisation },
        { key: "factor", title: u.secondFactor, width: "120px", render: (user) => (user.second_factor ? u.on : <span className="muted">{u.off}</span>) },
        { key: "state", title: t.state, width: "120px", render: (user) => <UserState user={user} /> },
        { key: "seen", title: t.lastSignIn, width: "125px", align: "end", render: seen },
    ];
    const create = mayWrite && (
        <Button type="primary" icon={<IconPlus size={16} />} onClick={() => choose("new")}>
            {t.createUser}
        </Button>
    );
    return (
        <Page title={t.users} fixed acts={create}>
            <FilterBar
                search={<SearchBox value={q} onChange={search} placeholder={t.search} />}
                count={filters.count}
                onClear={filters.clear}
                extra={<ListCount shown={rows.length} total={list.total} />}
            >
                <FilterSelect
                    label={u.state.all}
                    value={state}
                    onChange={(chosen) => filters.set({ state: chosen })}
                    options={STATES.map((value) => ({ value, label: u.state[value] }))}
                />
            </FilterBar>
            <CursorTable
                list={list}
                label={t.users}
                columns={columns}
                rowKey={(user) => user.id}
                rowTo={(user) => `/users/${user.id}`}
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
                card={(user) => (
                    <>
                        <span className="card-line">
                            <span className="grow card-title">{user.full_name}</span>
                            <UserState user={user} />
                        </span>
                        <span className="card-line">
                            <span className="grow">{roleNames(user)}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{user.name}</span>
                            {seen(user)}
                        </span>
                    </>
                )}
            />
            <Drawer open={chosen === "new"} size={480} destroyOnHidden onClose={() => choose(null)} title={t.createUserTitle}>
                <UserForm
                    onDone={(made) => {
                        void queryClient.invalidateQueries({ queryKey: keys.users });
                        if (made) void navigate(`/users/${made.id}`);
                        else choose(null);
                    }}
                />
            </Drawer>
        </Page>
    );
}
