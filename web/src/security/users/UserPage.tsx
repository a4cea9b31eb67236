import { Button, Drawer, Skeleton, Tag } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { User } from "@/api/types";
import { IconEdit } from "@/app/icons";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Page } from "@/ui/Page";
import { AccessSection } from "../grants/AccessSection";
import { GrantsSection } from "../grants/GrantsSection";
import { securityTexts } from "../texts";
import { ProfileSection } from "./ProfileSection";
import { SafetySection } from "./SafetySection";
import { userTexts } from "./texts";
import { UserForm } from "./UserForm";
import { UserSessions } from "./UserSessions";
import { isLocked, UserKindTag, UserState } from "./UserState";
import { useNow } from "@/ui/useNow";

/** One account: who it is, what it may do and where, how safe its sign-in is. */
export default function UserPage() {
    const id = Number(useParams()["id"]);
    const t = useTexts(securityTexts);
    const u = useTexts(userTexts);
    const now = useNow();
    const mayWrite = useMay("user.write");
    const [editing, setEditing] = useState(false);
    const read = useQuery({ queryKey: [...keys.users, id], queryFn: ({ signal }) => api.get<User>(`/api/v1/users/${id}`, { signal }) });
    const user = read.data;
    const above = { to: "/users", label: t.users };
    if (read.isError) {
        return (
            <Page above={above} title={`#${id}`}>
                <ErrorView error={read.error} onRetry={() => void read.refetch()} />
            </Page>
        );
    }
    if (!user) {
        return (
            <Page above={above} title={<Skeleton.Input active size="small" />}>
                <Skeleton active paragraph={{ rows: 12 }} />
            </Page>
        );
    }
    const renew = (): void => void queryClient.invalidateQueries({ queryKey: keys.users });
    return (
        <Page
            above={above}
            title={user.full_name}
            sub={
                <>
                    {(!user.enabled || isLocked(user, now)) && <UserState user={user} />}
                    <UserKindTag user={user} />
                    {user.second_factor && <Tag color="green">{u.secondFactor}</Tag>}
                    {user.organisation && <span>{user.organisation}</span>}
                </>
            }
            acts={
                mayWrite && (
                    <Button icon={<IconEdit size={16} stroke={1.75} />} onClick={() => setEditing(true)}>
                        {u.edit}
                    </Button>
                )
            }
        >
            <div className="columns">
                <div className="stack">
                    <GrantsSection user={user} />
                    <AccessSection userId={id} />
                </div>
                <div className="stack">
                    <ProfileSection user={user} />
                    <SafetySection user={user} onChanged={renew} />
                    <UserSessions userId={id} />
                </div>
            </div>
            <Drawer open={editing} size={480} destroyOnHidden onClose={() => setEditing(false)} title={t.editUserTitle(user.name)}>
                <UserForm
                    key={user.version}
                    user={user}
                    onDone={() => {
                        setEditing(false);
                        renew();
                    }}
                />
            </Drawer>
        </Page>
    );
}
