import { Skeleton } from "antd";
import { useRoleNames } from "../useRoles";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Facts, Page, Section } from "@/ui/Page";
import { OwnDelegations } from "../delegations/OwnDelegations";
import { DataSection } from "./DataSection";
import { DevicesSection } from "./DevicesSection";
import { FactorsSection } from "./FactorsSection";
import { PasswordSection } from "./PasswordSection";
import { SessionsSection } from "./SessionsSection";
import { accountTexts } from "./texts";
import { useAccount } from "./useAccount";

/** Everything about one's own sign-in: factors, password, sessions, devices, lent rights, data. */
export default function AccountPage() {
    const t = useTexts(accountTexts);
    const roleNames = useRoleNames();
    const read = useAccount();
    const user = read.data?.user;
    return (
        <Page title={t.title} sub={user && <span>{user.full_name}</span>}>
            {read.isError && <ErrorView error={read.error} onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
            {read.data && user && (
                <div className="columns">
                    <div className="stack">
                        <FactorsSection required={read.data.second_factor_required} user={user.name} />
                        <SessionsSection />
                        <DevicesSection />
                    </div>
                    <div className="stack">
                        <Section title={user.full_name}>
                            <Facts
                                rows={[
                                    [t.userName, user.name],
                                    [t.organisation, user.organisation],
                                    [t.email, user.email],
                                    [t.role, roleNames(user.roles)],
                                ]}
                            />
                        </Section>
                        <PasswordSection account={read.data} />
                        <OwnDelegations />
                        <DataSection userId={user.id} />
                    </div>
                </div>
            )}
        </Page>
    );
}
