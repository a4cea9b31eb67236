import { PageHeader } from "@/ui/PageHeader";

export default function OperationsPage() {
    return (
        <div className="page">
            <PageHeader title="Điều hành" />
        </div>
    );
}
