import { Link } from "react-router";
import { DomainIcon } from "./DomainIcon";
import "./page.css";

/** The name of an asset, leading to its page; with the icon of its domain where that is known. */
export function AssetLink({ id, name, domain }: { id: number; name: string; domain?: string | undefined }) {
    return (
        <Link to={`/assets/${id}`} className="asset-link" title={name}>
            {domain && <DomainIcon domain={domain} />}
            <span>{name}</span>
        </Link>
    );
}
