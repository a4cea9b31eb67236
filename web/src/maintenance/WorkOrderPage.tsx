import { PageHeader } from "@/ui/PageHeader";

export default function WorkOrderPage() {
    return (
        <div className="page">
            <PageHeader title="Phiếu công việc" />
        </div>
    );
}
