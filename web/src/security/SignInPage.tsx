import { Button, Form, Input } from "antd";
import { Navigate, useSearchParams } from "react-router";
import { useSession, useSignIn } from "@/app/session";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { signInTexts } from "./signInTexts";
import "./sign-in.css";

/** Only a path of this site: "//elsewhere" would leave it. */
const safeTarget = (to: string | null): string => (to && /^\/(?!\/)/.test(to) ? to : "/");

export default function SignInPage() {
    const t = useTexts(signInTexts);
    const [search] = useSearchParams();
    const session = useSession();
    const signIn = useSignIn();
    if (session.data) return <Navigate to={safeTarget(search.get("to"))} replace />;
    return (
        <main className="sign-in">
            <section className="sign-in-card">
                <img src="/favicon.svg" alt="" width={44} height={44} />
                <h1>{t.title}</h1>
                <p className="muted">{t.sub}</p>
                <Form layout="vertical" requiredMark={false} onFinish={(values: { user: string; password: string }) => signIn.mutate(values)}>
                    <Form.Item name="user" label={t.user} rules={[{ required: true, message: t.userMissing }]}>
                        <Input autoFocus autoComplete="username" size="large" />
                    </Form.Item>
                    <Form.Item name="password" label={t.password} rules={[{ required: true, message: t.passwordMissing }]}>
                        <Input.Password autoComplete="current-password" size="large" />
                    </Form.Item>
                    {signIn.isError && <ErrorView error={signIn.error} inline />}
                    <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
                        {t.signIn}
                    </Button>
                </Form>
            </section>
        </main>
    );
}
