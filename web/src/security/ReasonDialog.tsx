import { Input, Modal } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useId, useState, type FormEvent } from "react";
import { ApprovalPending } from "@/api/client";
import { common, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { securityTexts } from "./texts";

interface Props {
    title: string;
    why?: string;
    /** The verb on the button. */
    act: string;
    label?: string;
    danger?: boolean;
    /** Whether words must be given. */
    required?: boolean;
    onClose: () => void;
    onConfirm: (reason: string) => Promise<unknown>;
    onDone: () => void;
}

const REASON_MAX = 500;

/** An act that has to be justified: what will happen, why, one button. */
export function ReasonDialog({ title, why, act, label, danger = false, required = true, onClose, onConfirm, onDone }: Props) {
    const t = useTexts(securityTexts);
    const words = useTexts(common);
    const form = useId();
    const [reason, setReason] = useState("");
    const confirm = useMutation({
        mutationFn: onConfirm,
        onSuccess: () => {
            onDone();
            onClose();
        },
        onError: (error) => {
            if (error instanceof ApprovalPending) onClose();
        },
    });
    const said = reason.trim();
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        if (said || !required) confirm.mutate(said);
    };
    return (
        <Modal
            open
            title={title}
            okText={act}
            cancelText={words.act.cancel}
            okButtonProps={{ danger, disabled: required && !said, htmlType: "submit", form }}
            confirmLoading={confirm.isPending}
            onCancel={onClose}
        >
            <form id={form} className="stack" onSubmit={submit}>
                {why && <p>{why}</p>}
                <Field label={label ?? t.reason} required={required}>
                    {(props) => (
                        <Input.TextArea
                            {...props}
                            autoFocus
                            rows={2}
                            maxLength={REASON_MAX}
                            value={reason}
                            onChange={(event) => setReason(event.target.value)}
                        />
                    )}
                </Field>
                {confirm.isError && <ErrorView error={confirm.error} inline />}
            </form>
        </Modal>
    );
}
