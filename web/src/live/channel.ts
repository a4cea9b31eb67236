import type { LiveStore, ServerMessage } from "./store";

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
/** The server speaks at least this often when something is subscribed; silence beyond it means a dead line. */
const SILENCE_MS = 45_000;

const TOPICS = ["values", "alarms", "work", "assets", "tiles", "kpi"];

/** One WebSocket for the whole application: subscribes, resumes after a cut, backs off with jitter. */
export class LiveChannel {
    private socket: WebSocket | undefined;
    private cursor: number | undefined;
    private retryMs = FIRST_RETRY_MS;
    private retryTimer: ReturnType<typeof setTimeout> | undefined;
    private silenceTimer: ReturnType<typeof setTimeout> | undefined;
    private wanted = false;

    constructor(
        private readonly store: LiveStore,
        private readonly url: string,
    ) {}

    start(): void {
        if (this.wanted) return;
        this.wanted = true;
        this.connect();
        window.addEventListener("online", this.reconnectNow);
        document.addEventListener("visibilitychange", this.reconnectNow);
    }

    stop(): void {
        this.wanted = false;
        clearTimeout(this.retryTimer);
        clearTimeout(this.silenceTimer);
        window.removeEventListener("online", this.reconnectNow);
        document.removeEventListener("visibilitychange", this.reconnectNow);
        this.socket?.close();
        this.socket = undefined;
    }

    private readonly reconnectNow = (): void => {
        if (!this.wanted || this.socket || document.hidden) return;
        clearTimeout(this.retryTimer);
        this.connect();
    };

    private connect(): void {
        const socket = new WebSocket(this.url);
        this.socket = socket;
        socket.onopen = () => {
            socket.send(JSON.stringify({ type: "subscribe", topics: TOPICS, ...(this.cursor === undefined ? {} : { cursor: this.cursor }) }));
            this.watchSilence();
        };
        socket.onmessage = (event: MessageEvent<string>) => this.receive(event.data);
        socket.onclose = () => {
            if (this.socket !== socket) return;
            this.socket = undefined;
            clearTimeout(this.silenceTimer);
            if (!this.wanted) return;
            this.store.setConnection("offline");
            this.retryTimer = setTimeout(() => this.connect(), this.retryMs * (0.75 + Math.random() / 2));
            this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
        };
    }

    private receive(text: string): void {
        this.watchSilence();
        const message = JSON.parse(text) as ServerMessage;
        if (message.type === "error") {
            // A cursor that the server no longer holds: begin again with a snapshot.
            if (this.cursor !== undefined) {
                this.cursor = undefined;
                this.socket?.close();
            }
            return;
        }
        this.retryMs = FIRST_RETRY_MS;
        if (message.cursor !== undefined) this.cursor = message.cursor;
        this.store.apply(message, Date.now());
        this.store.setConnection("live");
    }

    private watchSilence(): void {
        clearTimeout(this.silenceTimer);
        this.silenceTimer = setTimeout(() => this.socket?.close(), SILENCE_MS);
    }
}
