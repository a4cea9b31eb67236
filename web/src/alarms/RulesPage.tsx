import { PageHeader } from "@/ui/PageHeader";

export default function RulesPage() {
    return (
        <div className="page">
            <PageHeader title="Quy tắc cảnh báo" />
        </div>
    );
}
