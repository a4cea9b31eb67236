import { PageHeader } from "@/ui/PageHeader";

export default function SensorsPage() {
    return (
        <div className="page">
            <PageHeader title="Cảm biến" />
        </div>
    );
}
