import { Input, Modal } from "antd";
import { useState } from "react";
import { common, useTexts } from "@/i18n";
import { Field } from "@/ui/form/Field";
import { useDraft } from "@/ui/form/useDraft";
import { uiTexts } from "@/ui/texts";

interface Props {
    title: string;
    label: string;
    help: string;
    required?: boolean;
    danger?: boolean;
    /** Under this name the words survive a closed page. */
    draft: string;
    busy: boolean;
    onClose: () => void;
    onSend: (text: string) => Promise<void>;
}

/** An act that takes a few words with it. */
export function TextDialog({
    title,
    label,
    help,
    required = false,
    danger = false,
    draft,
    busy,
    onClose,
    onSend,
}: Props) {
    const t = useTexts(uiTexts);
    const words = useTexts(common);
    const text = useDraft(draft, "");
    const [missing, setMissing] = useState(false);
    const send = () => {
        const value = text.value.trim();
        if (required && !value) return setMissing(true);
        void onSend(value).then(() => text.drop());
    };
    return (
        <Modal
            open
            title={title}
            okText={title}
            cancelText={words.act.close}
            okButtonProps={{ danger }}
            confirmLoading={busy}
            onOk={send}
            onCancel={onClose}
        >
            <Field label={label} help={help} required={required} error={missing ? t.fillIn : undefined}>
                {(props) => (
                    <Input.TextArea
                        {...props}
                        autoFocus
                        rows={3}
                        maxLength={4000}
                        value={text.value}
                        onChange={(event) => {
                            setMissing(false);
                            text.change(event.target.value);
                        }}
                    />
                )}
            </Field>
        </Modal>
    );
}
