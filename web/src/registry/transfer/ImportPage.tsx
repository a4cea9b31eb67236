import { App, Button, Skeleton } from "antd";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { IconTrash } from "@/app/icons";
import { useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { ErrorView } from "@/ui/ErrorView";
import { Page } from "@/ui/Page";
import { useSayError } from "@/ui/useSayError";
import { CheckStep } from "./CheckStep";
import { CommitStep } from "./CommitStep";
import { FileStep } from "./FileStep";
import { ImportStateTag } from "./ImportStateTag";
import { MappingStep } from "./MappingStep";
import { PreviewStep } from "./PreviewStep";
import { SourceStep } from "./SourceStep";
import { StepBar } from "./StepBar";
import { isBusy, isOver, openSteps, STEPS, stepOf, type Step } from "./steps";
import { transferTexts } from "./texts";
import type { Import } from "./types";
import { stopUpload } from "./upload";
import { useDropImport, useImport } from "./useImport";
import "../registry.css";
import "./transfer.css";

/** What each step gets: the import as the server has it, and the way to the other steps. */
export interface StepProps {
    it: Import;
    go: (step: Step) => void;
}

const PARTS = { file: FileStep, source: SourceStep, mapping: MappingStep, preview: PreviewStep, check: CheckStep, commit: CommitStep };

/** One import from its file to its result. The step is in the address; without one, the page opens where the import stands. */
export default function ImportPage() {
    const t = useTexts(transferTexts);
    const id = Number(useParams()["id"]);
    const [params, setParams] = useSearchParams();
    const found = useImport(id);
    const it = found.data;
    if (!it) {
        return (
            <Page title={t.imports} above={{ to: "/imports", label: t.imports }}>
                {found.isError ? <ErrorView error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton active />}
            </Page>
        );
    }
    const open = openSteps(it);
    const asked = STEPS.find((each) => each === params.get("step"));
    const step = asked && open.includes(asked) ? asked : stepOf(it);
    const Part = PARTS[step];
    return (
        <Page
            title={it.file_name}
            above={{ to: "/imports", label: t.imports }}
            sub={
                <>
                    <ImportStateTag state={it.state} />
                    {it.format && <span>{it.format}</span>}
                    {it.created_by && <span>{it.created_by}</span>}
                    <AgeText time={it.created_at} />
                </>
            }
            acts={!isOver(it.state) && <DropAct it={it} />}
        >
            <div className="stack">
                <StepBar current={step} open={open} to={(each) => `?step=${each}`} />
                <Part key={step} it={it} go={(next) => setParams({ step: next })} />
            </div>
        </Page>
    );
}

function DropAct({ it }: { it: Import }) {
    const t = useTexts(transferTexts);
    const { modal, message } = App.useApp();
    const navigate = useNavigate();
    const sayError = useSayError();
    const drop = useDropImport(it.id);
    const ask = () =>
        void modal.confirm({
            title: t.dropTitle,
            content: t.dropText,
            okText: t.drops,
            okButtonProps: { danger: true },
            onOk: async () => {
                stopUpload(it.id);
                try {
                    await drop.mutateAsync();
                    message.success(t.dropped);
                    await navigate("/imports");
                } catch (error) {
                    sayError(error);
                }
            },
        });
    return (
        <Button icon={<IconTrash size={16} />} disabled={isBusy(it.state)} onClick={ask}>
            {t.drops}
        </Button>
    );
}
