import type { AccessPart, AccessPreview } from "@/api/security";
import { SENSITIVITIES, type Permission } from "@/api/types";
import { useTexts } from "@/i18n";
import { permissionTexts } from "../permissionTexts";
import { grantTexts } from "./texts";
import { usePartWords } from "./usePartWords";

interface Group {
    words: string[];
    keys: Permission[];
}

/** Parts that one without limits does not hold already. */
function withoutCovered(parts: AccessPart[]): AccessPart[] {
    const level = (part: AccessPart): number => SENSITIVITIES.indexOf(part.sensitivity);
    const limited = (part: AccessPart): boolean => part.organisations.length + part.wards.length + part.domains.length + part.classes.length > 0;
    const reach = Math.max(-1, ...parts.filter((part) => !limited(part)).map(level));
    return parts.filter((part) => !limited(part) || level(part) > reach);
}

/** Permissions that hold in the same places stand together: the places are read once. */
export function PermissionWords({ permissions }: { permissions: AccessPreview["permissions"] }) {
    const t = useTexts(grantTexts);
    const names = useTexts(permissionTexts) as Record<Permission, string>;
    const partWords = usePartWords();
    const groups = new Map<string, Group>();
    for (const permission of permissions) {
        const words = [...new Set(withoutCovered(permission.parts).map(partWords))];
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
