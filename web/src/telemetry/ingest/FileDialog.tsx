import { Button, Modal, Progress } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { api } from "@/api/client";
import { IconUpload } from "@/app/icons";
import { common, useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Facts } from "@/ui/Page";
import { ingestTexts } from "./texts";

interface FileJob {
    job_id: number;
    name: string;
}
interface FileResult {
    rows: number;
    accepted: number;
    duplicates: number;
    refused: number;
    first: { line: number; where: string; title: string; title_en: string }[];
}
interface Job {
    state: "queued" | "running" | "done" | "failed" | "cancelled";
    percent: number;
    result: FileResult | null;
    error: { title?: string; title_en?: string } | null;
}

const POLL_MS = 700;
const SHOWN = 10;
const ENDED = ["done", "failed", "cancelled"];

/** A CSV file of readings: sent, stored as a job, with what became of its rows. */
export function FileDialog({ onClose }: { onClose: () => void }) {
    const t = useTexts(ingestTexts).file;
    const words = useTexts(common);
    const input = useRef<HTMLInputElement>(null);
    const send = useMutation({
        mutationFn: (file: File) => api.upload<FileJob>("/api/v1/ingest/files", new Blob([file], { type: "text/csv" }), { query: { name: file.name } }),
    });
    const job = useQuery({
        queryKey: ["jobs", send.data?.job_id],
        queryFn: ({ signal }) => api.get<Job>(`/api/v1/jobs/${send.data?.job_id}`, { signal }),
        enabled: send.data !== undefined,
        refetchInterval: (query) => (query.state.data && ENDED.includes(query.state.data.state) ? false : POLL_MS),
    });
    return (
        <Modal open title={t.title} onCancel={onClose} footer={<Button onClick={onClose}>{words.act.close}</Button>}>
            <div className="stack">
                <p>{t.why}</p>
                <pre className="file-form">{t.form}</pre>
                <div>
                    <Button type="primary" icon={<IconUpload size={16} />} loading={send.isPending} onClick={() => input.current?.click()}>
                        {t.choose}
                    </Button>
                    <input
                        ref={input}
                        type="file"
                        accept=".csv,text/csv"
                        className="sr-only"
                        tabIndex={-1}
                        aria-label={t.choose}
                        onChange={(event) => {
                            const file = event.target.files?.[0];
                            if (file) send.mutate(file);
                            event.target.value = "";
                        }}
                    />
                </div>
                {send.isError && <ErrorView error={send.error} inline />}
                {job.isError && <ErrorView error={job.error} inline />}
                {job.data && <Course job={job.data} name={send.data?.name ?? ""} />}
            </div>
        </Modal>
    );
}

function Course({ job, name }: { job: Job; name: string }) {
    const t = useTexts(ingestTexts).file;
    const format = useFormat();
    const language = useLanguage();
    if (!ENDED.includes(job.state)) return <Progress percent={Math.floor(job.percent)} status="active" aria-label={name} />;
    if (job.state !== "done" || !job.result) return <p className="mark-major">{(language === "vi" ? job.error?.title : job.error?.title_en) ?? t.failed}</p>;
    const { rows, accepted, duplicates, refused, first } = job.result;
    return (
        <div role="status">
            <Facts
                rows={[
                    [t.rows, format.number(rows)],
                    [t.accepted, format.number(accepted)],
                    [t.duplicates, format.number(duplicates)],
                    [t.refused, format.number(refused)],
                ]}
            />
            <ul className="rows">
                {first.slice(0, SHOWN).map((each) => (
                    <li key={each.line}>{t.line(format.number(each.line), language === "vi" ? each.title : each.title_en)}</li>
                ))}
                {refused > SHOWN && <li className="muted">{t.more(format.number(refused - Math.min(SHOWN, first.length)))}</li>}
            </ul>
        </div>
    );
}
