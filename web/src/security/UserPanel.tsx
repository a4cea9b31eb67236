import { App, Button, Drawer, Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { api, ApiError } from "@/api/client";
import { queryClient } from "@/api/queries";
import type { User } from "@/api/types";
import { useMay } from "@/app/session";
import { common, useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Facts } from "@/ui/Page";
import { PasswordForm } from "./PasswordForm";
import { securityTexts } from "./texts";
import { UserForm } from "./UserForm";

/** One account beside the list; without an id, a new one. */
export function UserPanel({ id, onClose }: { id: number | null; onClose: () => void }) {
    const t = useTexts(securityTexts);
    const read = useQuery({
        queryKey: ["users", id],
        queryFn: ({ signal }) => api.get<User>(`/api/v1/users/${id}`, { signal }),
        enabled: id !== null,
    });
    const done = () => {
        void queryClient.invalidateQueries({ queryKey: ["users"] });
        onClose();
    };
    return (
        <Drawer
            open
            size={480}
            onClose={onClose}
            title={id === null ? t.createUserTitle : t.editUserTitle(read.data?.name ?? "")}
        >
            {id === null && <UserForm onDone={done} />}
            {id !== null && read.isPending && <Skeleton active />}
            {read.isError && <ErrorView error={read.error} onRetry={() => void read.refetch()} />}
            {read.data && <Stored user={read.data} onDone={done} />}
        </Drawer>
    );
}

function Stored({ user, onDone }: { user: User; onDone: () => void }) {
    const t = useTexts(securityTexts);
    const words = useTexts(common);
    const format = useFormat();
    const { modal, message } = App.useApp();
    const mayWrite = useMay("user.write");
    const setEnabled = (enabled: boolean) =>
        api.patch<User>(`/api/v1/users/${user.id}`, { enabled }, { version: user.version }).then(
            () => {
                message.success(t.saved);
                void queryClient.invalidateQueries({ queryKey: ["users"] });
            },
            (error) => void message.error(error instanceof ApiError ? error.title : words.problem.unexpected),
        );
    const disable = () =>
        modal.confirm({
            title: t.disableTitle(user.full_name),
            content: t.disableWhy,
            okText: t.disable,
            cancelText: words.act.cancel,
            okButtonProps: { danger: true },
            onOk: () => setEnabled(false),
        });
    return (
        <div className="stack">
            <Facts
                rows={[
                    [t.created, format.dateTime(user.created_at)],
                    [t.lastSignIn, user.last_sign_in_at ? format.dateTime(user.last_sign_in_at) : t.neverSignedIn],
                    [t.state, user.enabled ? t.enabled : t.disabled],
                ]}
            />
            <UserForm key={user.version} user={user} onDone={onDone} />
            {mayWrite && (
                <>
                    <PasswordForm userId={user.id} />
                    {user.enabled ? (
                        <Button danger onClick={disable}>
                            {t.disable}
                        </Button>
                    ) : (
                        <Button onClick={() => void setEnabled(true)}>{t.enable}</Button>
                    )}
                </>
            )}
        </div>
    );
}
