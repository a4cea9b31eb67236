import { Skeleton } from "antd";
import type { Permission } from "@/api/types";
import { IconCheck } from "@/app/icons";
import { localName, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Page, Section } from "@/ui/Page";
import { sensitivityTexts } from "@/ui/sensitivity";
import { SensitivityMark } from "@/ui/SensitivityMark";
import { uiTexts } from "@/ui/texts";
import { permissionTexts } from "./permissionTexts";
import { securityTexts } from "./texts";
import { useRoles } from "./useRoles";
import "./security.css";

/** Roles and what each may do, as one table. */
export default function RolesPage() {
    const t = useTexts(securityTexts);
    const u = useTexts(uiTexts);
    const names = useTexts(permissionTexts) as Record<Permission, string>;
    const s = useTexts(sensitivityTexts);
    const language = useLanguage();
    const read = useRoles();
    const roles = read.data ?? [];
    const permissions = [...new Set(roles.flatMap((role) => role.permissions))].sort();
    return (
        <Page title={t.roles} sub={t.rolesWhy}>
            {read.isError && <ErrorView error={read.error} onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
            {read.data && (
                <Section title={t.permissions}>
                    <div className="permission-scroll" tabIndex={0} role="region" aria-label={t.permissions}>
                        <table className="permission-table">
                            <thead>
                                <tr>
                                    <td />
                                    {roles.map((role) => (
                                        <th key={role.key} scope="col">
                                            {localName(role, language)}
                                        </th>
                                    ))}
                                </tr>
                            </thead>
                            <tbody>
                                {roles.some((role) => role.sensitivity) && (
                                    <tr>
                                        <th scope="row">
                                            {s.title}
                                            <small>{t.sensitivityCeiling}</small>
                                        </th>
                                        {roles.map((role) => (
                                            <td key={role.key}>{role.sensitivity && <SensitivityMark level={role.sensitivity} />}</td>
                                        ))}
                                    </tr>
                                )}
                                {permissions.map((permission) => (
                                    <tr key={permission}>
                                        <th scope="row">
                                            {names[permission] ?? permission}
                                            <small>{permission}</small>
                                        </th>
                                        {roles.map((role) => (
                                            <td key={role.key}>
                                                {role.permissions.includes(permission) ? (
                                                    <>
                                                        <IconCheck size={18} aria-hidden />
                                                        <span className="sr-only">{u.yes}</span>
                                                    </>
                                                ) : (
                                                    <span className="sr-only">{u.no}</span>
                                                )}
                                            </td>
                                        ))}
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                </Section>
            )}
        </Page>
    );
}
