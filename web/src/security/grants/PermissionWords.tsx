import type { AccessPart, AccessPreview } from "@/api/security";
import type { Permission } from "@/api/types";
import { useTexts } from "@/i18n";
import { permissionTexts } from "../permissionTexts";
import { useRoleName } from "../useRoles";
import { grantTexts } from "./texts";
import { useExtentWords } from "./useExtentWords";

interface Group {
    words: string[];
    keys: Permission[];
}

/** Permissions that hold in the same places stand together: the places are read once. */
export function PermissionWords({ permissions }: { permissions: AccessPreview["permissions"] }) {
    const t = useTexts(grantTexts);
    const names = useTexts(permissionTexts) as Record<Permission, string>;
    const roleName = useRoleName();
    const { where, limits } = useExtentWords();
    const partWords = (part: AccessPart): string =>
        [where(part), limits(part), roleName(part.role), part.delegated_by && t.delegatedBy(part.delegated_by)].filter(Boolean).join(" · ");
    const groups = new Map<string, Group>();
    for (const permission of permissions) {
        const words = [...new Set(permission.parts.map(partWords))];
        const shown = words.length > 0 ? words : permission.everywhere ? [t.everywhere] : [];
        const id = shown.join("\n");
        const group = groups.get(id) ?? { words: shown, keys: [] };
        group.keys.push(permission.key);
        groups.set(id, group);
    }
    if (groups.size === 0) return <p className="nothing">{t.allowedNone}</p>;
    return (
        <ul className="permission-words">
            {[...groups.values()].map((group) => (
                <li key={group.words.join("\n")}>
                    {group.words.map((words) => (
                        <small key={words} className="muted">
                            {words}
                        </small>
                    ))}
                    <p>{group.keys.map((key) => names[key] ?? key).join("; ")}</p>
                </li>
            ))}
        </ul>
    );
}
