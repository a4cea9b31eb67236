import { Input, Modal } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useId, useState, type FormEvent } from "react";
import { common, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { accountTexts } from "./texts";

interface Props {
    title: string;
    why: string;
    act: string;
    danger?: boolean;
    onCancel: () => void;
    onConfirm: (password: string) => Promise<unknown>;
    onDone: () => void;
}

/** An act on one's own safety: the password says that it is still its owner at the desk. */
export function PasswordConfirm({ title, why, act, danger = false, onCancel, onConfirm, onDone }: Props) {
    const t = useTexts(accountTexts);
    const words = useTexts(common);
    const form = useId();
    const [password, setPassword] = useState("");
    const confirm = useMutation({ mutationFn: onConfirm, onSuccess: onDone });
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        if (password) confirm.mutate(password);
    };
    return (
        <Modal
            open
            title={title}
            okText={act}
            cancelText={words.act.cancel}
            okButtonProps={{ danger, disabled: !password, htmlType: "submit", form }}
            confirmLoading={confirm.isPending}
            onCancel={onCancel}
        >
            <form id={form} className="stack" onSubmit={submit}>
                <p>{why}</p>
                <Field label={t.currentPassword}>
                    {(props) => (
                        <Input.Password {...props} autoFocus autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
                    )}
                </Field>
                {confirm.isError && <ErrorView error={confirm.error} inline />}
            </form>
        </Modal>
    );
}
