import { AutoComplete, Button, Input } from "antd";
import type { Identifier } from "@/api/types";
import { IconPlus, IconX } from "@/app/icons";
import { localName, useLanguage, useTexts } from "@/i18n";
import { Field } from "@/ui/form/Field";
import { formTexts } from "./formTexts";
import type { PartProps } from "./GeneralFields";
import { useKinds } from "./identity/useIdentity";

/** Names of the asset in other registers: kind, value, issuer. */
export function IdentifierFields({ draft, set, errors }: PartProps) {
    const language = useLanguage();
    const known = useKinds();
    const kinds = known.data ?? [];
    /** Codes that the program has given stay as they are; which these are is known in a moment. */
    const issued = (identifier: Identifier) => known.isPending || kinds.some((each) => each.issued_here && each.key === identifier.kind);
    const f = useTexts(formTexts);
    const change = (at: number, part: Partial<Identifier>) =>
        set({ identifiers: draft.identifiers.map((each, i) => (i === at ? { ...each, ...part } : each)) });
    return (
        <>
            {draft.identifiers.map((identifier, i) => {
                const at = `/identifiers/${i}`;
                return (
                    <div className="fields identifier-fields" key={i}>
                        <Field label={f.identifierKind} required error={errors[`${at}/kind`]} pointer={`${at}/kind`}>
                            {(props) => (
                                <AutoComplete
                                    {...props}
                                    value={identifier.kind}
                                    options={kinds
                                        .filter((each) => !each.issued_here)
                                        .map((each) => ({ value: each.key, label: localName(each, language) }))}
                                    disabled={issued(identifier)}
                                    onChange={(kind: string) => change(i, { kind })}
                                />
                            )}
                        </Field>
                        <Field
                            label={f.identifierValue}
                            required
                            error={errors[`${at}/value`] ?? errors[at]}
                            pointer={`${at}/value`}
                        >
                            {(props) => (
                                <Input
                                    {...props}
                                    disabled={issued(identifier)}
                                    value={identifier.value}
                                    onChange={(event) => change(i, { value: event.target.value })}
                                />
                            )}
                        </Field>
                        <Field label={f.identifierIssuer} error={errors[`${at}/issuer`]} pointer={`${at}/issuer`}>
                            {(props) => (
                                <Input
                                    {...props}
                                    value={identifier.issuer ?? ""}
                                    onChange={(event) => {
                                        const { issuer: _, ...rest } = identifier;
                                        const issuer = event.target.value;
                                        const next = issuer ? { ...rest, issuer } : rest;
                                        set({
                                            identifiers: draft.identifiers.map((each, n) => (n === i ? next : each)),
                                        });
                                    }}
                                />
                            )}
                        </Field>
                        <Button
                            icon={<IconX size={16} />}
                            disabled={issued(identifier)}
                            aria-label={f.removeIdentifier}
                            title={f.removeIdentifier}
                            onClick={() => set({ identifiers: draft.identifiers.filter((_, n) => n !== i) })}
                        />
                    </div>
                );
            })}
            {errors["/identifiers"] && <p className="field-error">{errors["/identifiers"]}</p>}
            <Button
                icon={<IconPlus size={16} />}
                onClick={() => set({ identifiers: [...draft.identifiers, { kind: "national", value: "" }] })}
            >
                {f.addIdentifier}
            </Button>
        </>
    );
}
