import { App } from "antd";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { SessionItem } from "@/api/security";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { SessionRows } from "../SessionRows";
import { useSayError } from "@/ui/useSayError";
import { userTexts } from "./texts";

/** Where this account is signed in now; an administrator may end each. */
export function UserSessions({ userId }: { userId: number }) {
    const u = useTexts(userTexts);
    const { message } = App.useApp();
    const sayError = useSayError();
    const mayWrite = useMay("user.write");
    const read = useQuery({
        queryKey: [...keys.users, userId, "sessions"],
        queryFn: ({ signal }) => api.get<{ items: SessionItem[] }>(`/api/v1/users/${userId}/sessions`, { signal }),
    });
    const end = (id: number): void =>
        void api.delete<void>(`/api/v1/users/${userId}/sessions/${id}`).then(() => {
            message.success(u.sessionEnded);
            void read.refetch();
        }, sayError);
    return (
        <Section title={u.sessions}>
            {read.data?.items.length === 0 && <p className="nothing">{u.noSessions}</p>}
            <SessionRows read={read} onEnd={mayWrite ? end : undefined} />
        </Section>
    );
}
