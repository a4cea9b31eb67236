import { App, Button, Tag } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import type { Grant } from "@/api/security";
import { useMay } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { useNow } from "@/ui/useNow";
import { ReasonDialog } from "../ReasonDialog";
import { useRoleName } from "../useRoles";
import { renewRights } from "./renewRights";
import { grantTexts } from "./texts";
import { useExtentWords } from "./useExtentWords";

/** A grant that holds from now may seem to begin later: clocks differ, and the page looks at its own every few seconds. */
const CLOCKS_DIFFER_MS = 60_000;

export function GrantRow({ grant }: { grant: Grant }) {
    const t = useTexts(grantTexts);
    const format = useFormat();
    const now = useNow();
    const { message } = App.useApp();
    const mayGrant = useMay("grant.write");
    const roleName = useRoleName();
    const { where, limits } = useExtentWords();
    const [ending, setEnding] = useState(false);
    const over = Boolean(grant.ended_at) || (grant.valid_to != null && new Date(grant.valid_to).getTime() <= now);
    const state = grant.ended_at
        ? t.endedAt(format.dateTime(grant.ended_at))
        : over
          ? t.expired
          : new Date(grant.valid_from).getTime() > now + CLOCKS_DIFFER_MS
            ? t.notYet(format.dateTime(grant.valid_from))
            : undefined;
    return (
        <li className={over ? "grant-over" : undefined}>
            <span className="grow">
                <strong>{roleName(grant.role)}</strong> {grant.delegation_id != null && <Tag>{t.delegated}</Tag>}
                {state && <Tag>{state}</Tag>}
                <span className="grant-where">{where(grant)}</span>
                <small className="muted account-note">
                    {[limits(grant), grant.granted_by && t.grantedBy(grant.granted_by, format.date(grant.granted_at ?? grant.valid_from)), grant.reason]
                        .filter(Boolean)
                        .join(" · ")}
                </small>
            </span>
            {mayGrant && !over && (
                <Button size="small" type="text" danger onClick={() => setEnding(true)} aria-label={`${t.end} ${roleName(grant.role)}`}>
                    {t.end}
                </Button>
            )}
            {ending && (
                <ReasonDialog
                    title={t.endTitle(roleName(grant.role))}
                    why={t.endWhy}
                    act={t.end}
                    danger
                    onClose={() => setEnding(false)}
                    onConfirm={(reason) => api.post<Grant>(`/api/v1/grants/${grant.id}/end`, { reason }, { approvalReason: reason })}
                    onDone={() => {
                        message.success(t.ended);
                        renewRights();
                    }}
                />
            )}
        </li>
    );
}
