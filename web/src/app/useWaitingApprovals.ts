import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { Approval } from "@/api/security";
import type { List } from "@/api/types";
import { useMay, useSession } from "./session";

const REFRESH_MS = 60_000;
/** The mark in the navigation counts no further. */
const COUNTED = 100;

/** How many acts of others wait for the decision of this person. */
export function useWaitingApprovals(): number {
    const mayDecide = useMay("approval.decide");
    const session = useSession().data;
    const read = useQuery({
        queryKey: [...keys.approvals, "waiting"],
        queryFn: ({ signal }) =>
            api.get<List<Approval>>("/api/v1/approvals", { query: { state: "waiting", limit: COUNTED }, signal }).then((list) => list.items),
        enabled: mayDecide && !session?.locked,
        refetchInterval: REFRESH_MS,
    });
    return (read.data ?? []).filter((approval) => approval.requested_by !== session?.user.id).length;
}
