import { Button, Segmented } from "antd";
import { useSearchParams } from "react-router";
import { IconPlus } from "@/app/icons";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { Page } from "@/ui/Page";
import { useChosen } from "@/ui/useChosen";
import { BreachForm } from "./BreachForm";
import { BreachList } from "./BreachList";
import { FieldsTable } from "./FieldsTable";
import { privacyTexts } from "./texts";
import "./privacy.css";

/** Breaches with their clock, and what personal data is held for which purpose. */
export default function PrivacyPage() {
    const t = useTexts(privacyTexts);
    const mayWrite = useMay("privacy.write");
    const mayRead = useMay("privacy.read");
    const [params, setParams] = useSearchParams();
    const { chosen, choose } = useChosen("breach");
    const fields = params.get("tab") === "fields" && mayRead;
    return (
        <Page
            title={t.title}
            sub={fields ? t.fieldsWhy : t.why}
            acts={
                mayWrite &&
                !fields && (
                    <Button type="primary" icon={<IconPlus size={16} />} onClick={() => choose("new")}>
                        {t.add}
                    </Button>
                )
            }
        >
            {mayRead && (
                <Segmented
                    className="privacy-tabs"
                    value={fields ? "fields" : "breaches"}
                    onChange={(value) => setParams(value === "fields" ? { tab: "fields" } : {})}
                    options={[
                        { value: "breaches", label: t.breaches },
                        { value: "fields", label: t.fields },
                    ]}
                />
            )}
            {fields ? <FieldsTable /> : <BreachList onOpen={choose} />}
            {chosen === "new" && <BreachForm onClose={() => choose(null)} />}
        </Page>
    );
}
