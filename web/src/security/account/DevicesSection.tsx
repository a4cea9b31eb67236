import { Button, Skeleton, Tag } from "antd";
import { api } from "@/api/client";
import { IconDevices } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { useNow } from "@/ui/useNow";
import { useSayError } from "@/ui/useSayError";
import { accountTexts } from "./texts";
import { renewAccount, useDevices } from "./useAccount";

export function DevicesSection() {
    const t = useTexts(accountTexts);
    const format = useFormat();
    const now = useNow();
    const sayError = useSayError();
    const read = useDevices();
    const forget = (id: number): void => void api.delete<void>(`/api/v1/account/devices/${id}`).then(renewAccount, sayError);
    const devices = read.data?.items ?? [];
    return (
        <Section title={t.sections.devices}>
            <p className="muted">{t.devicesWhy}</p>
            {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
            {read.data && devices.length === 0 && <p className="nothing">{t.noDevices}</p>}
            <ul className="rows">
                {devices.map((device) => (
                    <li key={device.id}>
                        <IconDevices size={20} stroke={1.75} aria-hidden />
                        <span className="grow">
                            {device.name} {device.current && <Tag color="blue">{t.thisDevice}</Tag>}
                            <small className="muted account-note">
                                {[device.address, t.seen(format.age(device.last_seen_at, now)), t.firstSeen(format.date(device.first_seen_at))].join(" · ")}
                            </small>
                        </span>
                        <Button size="small" type="text" onClick={() => forget(device.id)} aria-label={`${t.forget} ${device.name}`}>
                            {t.forget}
                        </Button>
                    </li>
                ))}
            </ul>
        </Section>
    );
}
