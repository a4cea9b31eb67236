import { PageHeader } from "@/ui/PageHeader";

export default function UsersPage() {
    return (
        <div className="page">
            <PageHeader title="Tài khoản" />
        </div>
    );
}
