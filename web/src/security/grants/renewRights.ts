import { keys, queryClient } from "@/api/queries";

/** Somebody's rights have changed: whatever was computed from them is asked again. */
export function renewRights(): void {
    for (const queryKey of [keys.grants, keys.users, keys.delegations, ["access"]]) void queryClient.invalidateQueries({ queryKey });
}
