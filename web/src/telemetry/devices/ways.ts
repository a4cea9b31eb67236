import type { SeriesSource } from "../ingest/types";

export const WAYS = ["http", "mqtt", "line_protocol", "chirpstack", "json", "sparkplug"] as const;
export type Way = (typeof WAYS)[number];

/** What the wizard knows so far. */
export interface Connecting {
    way: Way;
    stream: number | null;
    secret: string | null;
    topic: string;
    devEui: string;
    decoder: string | null;
    /** When the test began. */
    since: number;
}

/** Ways whose series have names of their own and are mapped to datastreams. */
export const isMapped = (way: Way): way is SeriesSource => way !== "http" && way !== "mqtt";
/** Ways that end at a broker, where the credentials of this program do not count, or at the listener of the server, where they do. */
export const isByBroker = (way: Way): boolean => way !== "http" && way !== "line_protocol";

/** Where devices publish to the server itself, seen from the browser. */
export interface DeviceListener {
    port: number;
    tls: boolean;
}
export const listenerAddress = (listener: DeviceListener, origin: string): string => `${listener.tls ? "mqtts" : "mqtt"}://${new URL(origin).hostname}:${listener.port}`;

/** A word in single quotes for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const HTTP_SECRET = "hts_…";

/** A command that sends one reading the chosen way, to be run where the device is; nothing where only the device can. */
export function tryCommand(state: Connecting, origin: string, now: Date, listener?: DeviceListener | null): string | undefined {
    const secret = state.secret ?? HTTP_SECRET;
    const host = new URL(origin).hostname;
    // With the listener the credential is the password; the user is only a name.
    const to = listener ? `mosquitto_pub -h ${host} -p ${listener.port}${listener.tls ? " --tls-use-os-certs" : ""} -u device -P ${quoted(secret)}` : `mosquitto_pub -h ${host}`;
    if (state.way === "http") {
        const body = JSON.stringify({ readings: [{ datastream: state.stream, t: now.toISOString(), value: 1 }] });
        return `curl -X POST ${origin}/api/v1/observations \\\n  -H ${quoted(`Authorization: Bearer ${secret}`)} -H 'Content-Type: application/json' \\\n  -d ${quoted(body)}`;
    }
    if (state.way === "mqtt") {
        const body = JSON.stringify({ phenomenonTime: now.toISOString(), result: 1 });
        return `${to} -q 1 -t ${quoted(`v1.1/Datastreams(${state.stream})/Observations`)} \\\n  -m ${quoted(body)}`;
    }
    if (state.way === "line_protocol")
        return `curl -X POST ${quoted(`${origin}/api/v2/write?precision=s`)} \\\n  -H ${quoted(`Authorization: Token ${secret}`)} \\\n  --data-binary ${quoted(`demo,device=1 value=1 ${Math.floor(now.getTime() / 1000)}`)}`;
    if (state.way === "json" && state.topic) {
        const topic = state.topic.split("/").map((level) => (level === "+" || level === "#" ? "1" : level)).join("/");
        return `${to} -q 1 -t ${quoted(topic)} \\\n  -m ${quoted(JSON.stringify({ time: now.toISOString(), value: 1 }))}`;
    }
    return undefined;
}

/** The part of Telegraf's configuration that sends here. */
export const telegrafConfig = (origin: string, secret: string | null): string =>
    `[[outputs.influxdb_v2]]\n  urls = ["${origin}"]\n  token = "${secret ?? HTTP_SECRET}"\n  organization = "hanoi"\n  bucket = "city"`;
