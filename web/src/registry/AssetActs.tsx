import { App, Button } from "antd";
import { Link } from "react-router";
import { useMutation } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Asset } from "@/api/types";
import { IconEdit } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, useTexts } from "@/i18n";
import { useSayError } from "@/ui/useSayError";
import { registryTexts } from "./texts";

/** Edit is the main act; retiring asks first and says exactly what it does. */
export function AssetActs({ asset }: { asset: Asset }) {
    const t = useTexts(registryTexts);
    const words = useTexts(common);
    const { modal, message } = App.useApp();
    const sayError = useSayError();
    const may = useMay("asset.write");
    const retire = useMutation({
        mutationFn: () => api.delete<unknown>(`/api/v1/assets/${asset.id}`, { version: asset.version }),
        onSuccess: () => {
            message.success(t.retired);
            void queryClient.invalidateQueries({ queryKey: keys.asset(asset.id) });
            void queryClient.invalidateQueries({ queryKey: ["assets"] });
        },
        onError: (error) => {
            sayError(error);
            void queryClient.invalidateQueries({ queryKey: keys.asset(asset.id) });
        },
    });
    if (!may) return null;
    const ask = () =>
        modal.confirm({
            title: t.retireTitle(asset.name),
            content: t.retireWhy,
            okText: t.retire,
            cancelText: words.act.cancel,
            okButtonProps: { danger: true },
            onOk: () => retire.mutateAsync().catch(() => undefined),
        });
    return (
        <>
            {asset.status !== "retired" && (
                <Button onClick={ask} loading={retire.isPending}>
                    {t.retire}
                </Button>
            )}
            <Link to={`/assets/${asset.id}/edit`}>
                <Button type="primary" block icon={<IconEdit size={16} />}>
                    {t.edit}
                </Button>
            </Link>
        </>
    );
}
