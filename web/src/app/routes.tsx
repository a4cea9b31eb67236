import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
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
        page("/sign-in", () => import("@/security/SignInPage")),
        {
            path: "/",
            Component: Shell,
            ErrorBoundary: RouteProblem,
            HydrateFallback: () => null,
            children: [
                page("", () => import("@/operations/OperationsPage")),
                page("assets", () => import("@/registry/AssetsPage")),
                page("assets/new", () => import("@/registry/AssetCreatePage")),
                page("assets/:id", () => import("@/registry/AssetPage")),
                page("assets/:id/edit", () => import("@/registry/AssetEditPage")),
                page("sensors", () => import("@/telemetry/SensorsPage")),
                page("sensors/:id", () => import("@/telemetry/StreamPage")),
                page("alarms", () => import("@/alarms/AlarmsPage")),
                page("alarms/:id", () => import("@/alarms/AlarmPage")),
                page("rules", () => import("@/alarms/RulesPage")),
                page("rules/new", () => import("@/alarms/RulePage")),
                page("rules/:id", () => import("@/alarms/RulePage")),
                page("work-orders", () => import("@/maintenance/WorkOrdersPage")),
                page("work-orders/new", () => import("@/maintenance/WorkCreatePage")),
                page("work-orders/:id", () => import("@/maintenance/WorkOrderPage")),
                page("users", () => import("@/security/UsersPage")),
                page("organisations", () => import("@/security/OrganisationsPage")),
                page("roles", () => import("@/security/RolesPage")),
                page("audit", () => import("@/security/AuditPage")),
                page("catalogue", () => import("@/catalogue/ClassesPage")),
                page("catalogue/:key", () => import("@/catalogue/ClassPage")),
                page("grading", () => import("@/catalogue/GradingPage")),
                page("*", () => import("./NotFoundPage")),
            ],
        },
    ]);
