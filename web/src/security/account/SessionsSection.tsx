import { App, Button } from "antd";
import { api } from "@/api/client";
import { common, useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { SessionRows } from "../SessionRows";
import { useSayError } from "@/ui/useSayError";
import { accountTexts } from "./texts";
import { renewAccount, useOwnSessions } from "./useAccount";

/** Where this account is signed in now. */
export function SessionsSection() {
    const t = useTexts(accountTexts);
    const words = useTexts(common);
    const { modal, message } = App.useApp();
    const sayError = useSayError();
    const read = useOwnSessions();
    const others = (read.data?.items ?? []).filter((each) => !each.current).length;
    const endOthers = (): void =>
        void modal.confirm({
            title: t.endOthersTitle,
            content: t.endOthersWhy,
            okText: t.endOthers,
            cancelText: words.act.cancel,
            onOk: () =>
                api.delete<void>("/api/v1/account/sessions").then(() => {
                    message.success(t.endedOthers);
                    renewAccount();
                }, sayError),
        });
    const end = (id: number): void => void api.delete<void>(`/api/v1/account/sessions/${id}`).then(renewAccount, sayError);
    return (
        <Section
            title={t.sections.sessions}
            extra={
                others > 0 && (
                    <Button size="small" onClick={endOthers}>
                        {t.endOthers}
                    </Button>
                )
            }
        >
            <SessionRows read={read} onEnd={end} />
        </Section>
    );
}
