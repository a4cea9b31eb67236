import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { AdminFrame } from "@/security/AdminFrame";
import { RouteProblem } from "./RouteProblem";
import { Shell } from "./Shell";

/** Each page is a chunk of its own, fetched when it is first opened. */
const page = (path: string, load: () => Promise<{ default: ComponentType }>): RouteObject => ({
    path,
    lazy: async () => ({ Component: (await load()).default }),
    ErrorBoundary: RouteProblem,
});

export const createRouter = () =>
    createBrowserRouter([
        page("/sign-in", () => import("@/security/signIn/SignInPage")),
        {
            path: "/",
            Component: Shell,
            ErrorBoundary: RouteProblem,
            HydrateFallback: () => null,
            children: [
                page("", () => import("@/operations/OperationsPage")),
                page("map", () => import("@/mapping/MappingPage")),
                page("assets", () => import("@/registry/AssetsPage")),
                page("assets/new", () => import("@/registry/AssetCreatePage")),
                page("assets/:id", () => import("@/registry/AssetPage")),
                page("assets/:id/compare", () => import("@/registry/ComparePage")),
                page("assets/:id/edit", () => import("@/registry/AssetEditPage")),
                page("codes", () => import("@/registry/identity/CodesPage")),
                page("a/*", () => import("@/registry/identity/ShortAddressPage")),
                page("quality", () => import("@/registry/quality/QualityPage")),
                page("imports", () => import("@/registry/transfer/ImportsPage")),
                page("imports/new", () => import("@/registry/transfer/NewImportPage")),
                page("imports/:id", () => import("@/registry/transfer/ImportPage")),
                page("exports", () => import("@/registry/transfer/ExportsPage")),
                page("sensors", () => import("@/telemetry/SensorsPage")),
                page("sensors/:id", () => import("@/telemetry/StreamPage")),
                page("devices", () => import("@/telemetry/devices/DevicesPage")),
                page("devices/new", () => import("@/telemetry/devices/ConnectPage")),
                page("devices/:id", () => import("@/telemetry/devices/DevicePage")),
                page("ingest", () => import("@/telemetry/ingest/HealthPage")),
                page("ingest/mappings", () => import("@/telemetry/ingest/MappingsPage")),
                page("ingest/retention", () => import("@/telemetry/retention/RetentionPage")),
                page("alarms", () => import("@/alarms/AlarmsPage")),
                page("alarms/:id", () => import("@/alarms/AlarmPage")),
                page("rules", () => import("@/alarms/RulesPage")),
                page("rules/new", () => import("@/alarms/RulePage")),
                page("rules/:id", () => import("@/alarms/RulePage")),
                page("work-orders", () => import("@/maintenance/WorkOrdersPage")),
                page("work-orders/new", () => import("@/maintenance/WorkCreatePage")),
                page("work-orders/:id", () => import("@/maintenance/WorkOrderPage")),
                page("account", () => import("@/security/account/AccountPage")),
                {
                    Component: AdminFrame,
                    ErrorBoundary: RouteProblem,
                    children: [
                        page("users", () => import("@/security/users/UsersPage")),
                        page("users/:id", () => import("@/security/users/UserPage")),
                        page("organisations", () => import("@/security/organisations/OrganisationsPage")),
                        page("roles", () => import("@/security/RolesPage")),
                        page("delegations", () => import("@/security/delegations/DelegationsPage")),
                        page("credentials", () => import("@/security/credentials/CredentialsPage")),
                        page("approvals", () => import("@/security/approvals/ApprovalsPage")),
                        page("security", () => import("@/security/watch/WatchPage")),
                        page("audit", () => import("@/security/audit/AuditPage")),
                        page("rights-review", () => import("@/security/review/ReviewPage")),
                        page("policy", () => import("@/security/policy/PolicyPage")),
                        page("privacy", () => import("@/security/privacy/PrivacyPage")),
                    ],
                },
                page("catalogue", () => import("@/catalogue/ClassesPage")),
                page("catalogue/:key", () => import("@/catalogue/ClassPage")),
                page("grading", () => import("@/catalogue/GradingPage")),
                page("*", () => import("./NotFoundPage")),
            ],
        },
    ]);
