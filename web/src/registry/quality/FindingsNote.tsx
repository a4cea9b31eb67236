import { Link } from "react-router";
import { useAsset } from "@/api/queries";
import type { Asset } from "@/api/types";
import { IconFileAlert } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { AssetLink } from "@/ui/AssetLink";
import { qualityTexts } from "./texts";
import type { Finding, FindingKind } from "./types";
import { useFindings } from "./useQuality";
import "./quality.css";

/** These stand on the page already: the form counts what is missing, the location and the codes say that there are none. */
const SAID_ELSEWHERE: FindingKind[] = ["no_owner", "no_code", "no_geometry"];

/** What is wrong with the data of an asset, above it, while its findings hold for the version that is shown. */
export function FindingsNote({ asset }: { asset: Asset }) {
    const t = useTexts(qualityTexts);
    const findings = useFindings(asset.id, asset.version).data?.filter((each) => !SAID_ELSEWHERE.includes(each.kind));
    if (!findings || findings.length === 0) return null;
    return (
        <div className="findings-note">
            <IconFileAlert size={18} stroke={1.75} aria-hidden />
            <div>
                <strong>{t.notes}</strong>
                <ul>
                    {findings.map((finding) => (
                        <li key={finding.kind} title={t.about[finding.kind]}>
                            <FindingWords finding={finding} />
                        </li>
                    ))}
                </ul>
            </div>
            <Link to="/quality">{t.title}</Link>
        </div>
    );
}

function FindingWords({ finding }: { finding: Finding }) {
    const t = useTexts(qualityTexts);
    const format = useFormat();
    const { kind, detail } = finding;
    if (kind === "missing" && detail?.attributes) return <>{t.note.missing(format.number(detail.attributes.length, 0))}</>;
    if (kind === "geometry" && detail?.fault) return <>{t.note.geometry[detail.fault] ?? t.findings.geometry}</>;
    if (kind === "duplicate") {
        return (
            <>
                {t.note.duplicate} {detail?.with ? <OtherAsset id={detail.with} /> : t.other}
            </>
        );
    }
    return <>{t.findings[kind]}</>;
}

function OtherAsset({ id }: { id: number }) {
    const other = useAsset(id).data;
    return other ? <AssetLink id={id} name={other.name} /> : <Link to={`/assets/${id}`}>#{id}</Link>;
}
