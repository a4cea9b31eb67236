import { PageHeader } from "@/ui/PageHeader";

export default function WorkOrdersPage() {
    return (
        <div className="page">
            <PageHeader title="Phiếu công việc" />
        </div>
    );
}
