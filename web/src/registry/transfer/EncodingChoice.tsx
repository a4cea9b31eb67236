import { Radio } from "antd";
import { useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { transferTexts } from "./texts";
import type { FileLayer } from "./types";

interface Props {
    layer: FileLayer;
    value: string;
    onChange: (encoding: string) => void;
}

const PLAIN = /^[\x20-\x7e\s]*$/;

/** The same cells of the file in each encoding: whoever reads Vietnamese sees which one is right. */
export function EncodingChoice({ layer, value, onChange }: Props) {
    const t = useTexts(transferTexts);
    const choices = layer.encodings ?? [];
    const own = layer.fields.flatMap((field) => field.samples.filter((text) => !PLAIN.test(text))).slice(0, 3);
    if (choices.length < 2) {
        return (
            <Section title={t.encoding}>
                <p>{own.length > 0 ? own.join(" · ") : t.noAccents}</p>
                <p className="field-help">{layer.encoding_sure ? t.encodingSure : (t.encodings[layer.encoding] ?? layer.encoding)}</p>
            </Section>
        );
    }
    return (
        <Section title={t.encoding} extra={<span className="field-help">{t.encodingHelp}</span>}>
            <Radio.Group
                className="encoding-list"
                value={value}
                onChange={(event) => onChange(String(event.target.value))}
                options={choices.map((each) => ({
                    value: each.encoding,
                    label: (
                        <span className="encoding">
                            <span>{t.encodings[each.encoding] ?? each.encoding}</span>
                            <span className="encoding-samples">{each.samples.length > 0 ? each.samples.join(" · ") : t.noAccents}</span>
                        </span>
                    ),
                }))}
            />
        </Section>
    );
}
