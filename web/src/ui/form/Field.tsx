import { useId, type ReactNode } from "react";
import { useTexts } from "@/i18n";
import { uiTexts } from "../texts";
import "./form.css";

/** What ties an input to its label, help and error for screen readers. */
export interface FieldProps {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean;
    "aria-required": boolean;
    status: "" | "error";
}

interface Props {
    label: string;
    required?: boolean | undefined;
    /** A short word beside the label, with what it means on hover: who wants this value. */
    mark?: string | undefined;
    markTitle?: string | undefined;
    help?: ReactNode;
    error?: string | undefined;
    /** JSON pointer of the value; the page scrolls here when the server refuses it. */
    pointer?: string;
    wide?: boolean;
    children: (props: FieldProps) => ReactNode;
}

/** Label above, input, then what is wrong or what to know. */
export function Field({ label, required = false, mark, markTitle, help, error, pointer, wide = false, children }: Props) {
    const t = useTexts(uiTexts);
    const id = useId();
    const note = error ?? help;
    return (
        <div
            className={wide ? "field field-wide" : "field"}
            data-pointer={pointer}
            data-refused={error ? "" : undefined}
        >
            <label htmlFor={id}>
                {label}
                {required && (
                    <span className="field-required" title={t.required}>
                        {" *"}
                    </span>
                )}
                {mark && (
                    <span className="field-mark" title={markTitle}>
                        {mark}
                    </span>
                )}
            </label>
            {children({
                id,
                "aria-describedby": note ? `${id}-note` : undefined,
                "aria-invalid": Boolean(error),
                "aria-required": required,
                status: error ? "error" : "",
            })}
            {note && (
                <div id={`${id}-note`} className={error ? "field-error" : "field-help"}>
                    {note}
                </div>
            )}
        </div>
    );
}
