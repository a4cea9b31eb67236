import type { AssetStatus } from "@/api/types";
import { common, useTexts } from "@/i18n";
import "./ui.css";

const TONE: Record<AssetStatus, string> = {
    planned: "done",
    under_construction: "busy",
    in_service: "done",
    out_of_service: "open",
    retired: "done",
};

export function AssetStatusTag({ status }: { status: AssetStatus }) {
    return <span className={`tag tag-${TONE[status]}`}>{useTexts(common).assetStatus[status]}</span>;
}
