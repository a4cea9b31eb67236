import { PageHeader } from "@/ui/PageHeader";

export default function AssetPage() {
    return (
        <div className="page">
            <PageHeader title="Công trình" />
        </div>
    );
}
