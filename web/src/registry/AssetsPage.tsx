import { PageHeader } from "@/ui/PageHeader";

export default function AssetsPage() {
    return (
        <div className="page">
            <PageHeader title="Công trình" />
        </div>
    );
}
