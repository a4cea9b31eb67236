import { historyOf, pushed, redone, undone, type History } from "./history";
import { distancePx, type Scale } from "./plane";
import { appendVertex, emptySketch, geometryOf, insertVertex, leastVertices, middlesOf, moveVertex, removeVertex, verticesOf, type Address, type Kind, type Sketch } from "./sketch";
import { snap, type Neighbour, type Snap } from "./snapping";

/** Pixels within which a vertex is laid on what is there already. */
export const SNAP_PX = 12;
const GRIP_PX = 10;
const GRIP_TOUCH_PX = 22;
/** A second click this near ends a line; a double click is two of them. */
const END_PX = 5;

export interface Pointer {
    place: [number, number];
    touch: boolean;
    /** Held down, it lays vertices exactly where the pointer is. */
    alt: boolean;
}

export interface SketchState {
    sketch: Sketch;
    geometry: GeoJSON.Geometry | null;
    /** Vertices are still being added at the end. */
    drawing: boolean;
    canUndo: boolean;
    canRedo: boolean;
    changed: boolean;
    active: Address | undefined;
    snap: Snap | undefined;
    /** Where the next vertex would come. */
    next: [number, number] | undefined;
}

interface Start {
    kind: Kind;
    /** An existing shape to edit; without one a new shape is drawn. */
    sketch?: Sketch | undefined;
    multi?: boolean;
    neighbours?: () => Iterable<Neighbour>;
    scale: () => Scale;
    onChange: (state: SketchState) => void;
    /** A drawing was ended with enough vertices. */
    onEnd?: () => void;
}

const same = (a: Address | undefined, b: Address): boolean => a?.part === b.part && a.path === b.path && a.index === b.index;

/** Draws a new shape or edits one, vertex by vertex. Knows nothing of a map: places come in, states go out. */
export class Sketcher {
    private history: History<Sketch>;
    private readonly began: Sketch;
    private isDrawing: boolean;
    private active: Address | undefined;
    private dragged: { at: Address; sketch: Sketch } | undefined;
    private snapped: Snap | undefined;
    private next: [number, number] | undefined;

    constructor(private readonly start: Start) {
        this.began = start.sketch ?? emptySketch(start.kind, start.multi);
        this.history = historyOf(this.began);
        this.isDrawing = start.sketch === undefined;
    }

    get state(): SketchState {
        const sketch = this.dragged?.sketch ?? this.history.now;
        return {
            sketch,
            geometry: geometryOf(sketch),
            drawing: this.isDrawing,
            canUndo: this.history.past.length > 0,
            canRedo: this.history.future.length > 0,
            changed: sketch !== this.began,
            active: this.dragged?.at ?? this.active,
            snap: this.snapped,
            next: this.next,
        };
    }

    /** True when the pointer took hold of a vertex: the map must not move then. */
    down(pointer: Pointer): boolean {
        if (this.isDrawing && this.start.kind !== "Point") return false;
        const grip = this.gripAt(pointer);
        if (!grip) return false;
        const sketch = grip.middle ? insertVertex(this.history.now, grip.at, grip.vertex) : this.history.now;
        const at = grip.middle ? { ...grip.at, index: grip.at.index + 1 } : grip.at;
        this.active = at;
        this.dragged = { at, sketch };
        this.tell();
        return true;
    }

    move(pointer: Pointer): void {
        const place = this.lay(pointer);
        if (this.dragged) {
            this.dragged = { ...this.dragged, sketch: moveVertex(this.dragged.sketch, this.dragged.at, place) };
        } else if (this.isDrawing) {
            this.next = place;
        } else {
            this.snapped = undefined;
            return;
        }
        this.tell();
    }

    up(): void {
        if (!this.dragged) return;
        this.history = pushed(this.history, this.dragged.sketch);
        this.dragged = undefined;
        this.snapped = undefined;
        this.tell();
    }

    click(pointer: Pointer): void {
        if (!this.isDrawing) {
            this.active = this.gripAt(pointer)?.at;
            this.tell();
            return;
        }
        const { kind } = this.start;
        const path = this.history.now.parts.at(-1)?.[0] ?? [];
        const scale = this.start.scale();
        const last = path.at(-1);
        const enough = path.length >= leastVertices(kind);
        const place = this.lay(pointer);
        if (kind !== "Point" && last && distancePx(last, place, scale) < END_PX) {
            if (enough) this.end();
            return;
        }
        if (kind === "Polygon" && enough && distancePx(path[0]!, pointer.place, scale) < GRIP_PX) {
            this.end();
            return;
        }
        this.history = pushed(this.history, appendVertex(this.history.now, place));
        if (kind === "Point") this.end();
        else this.tell();
    }

    /** Ends a drawing; its vertices can be moved from now on. */
    end(): void {
        if (!this.isDrawing || geometryOf(this.history.now) === null) return;
        this.isDrawing = false;
        this.next = undefined;
        this.snapped = undefined;
        this.tell();
        this.start.onEnd?.();
    }

    /** Takes the chosen vertex away, or the last one of a drawing. */
    remove(): void {
        const now = this.history.now;
        if (this.isDrawing) {
            const path = now.parts.at(-1)?.[0] ?? [];
            if (path.length === 0) return;
            const parts = path.length > 1 ? [[path.slice(0, -1)]] : [];
            this.history = pushed(this.history, { ...now, parts });
        } else {
            const without = this.active && removeVertex(now, this.active);
            if (!without) return;
            this.active = undefined;
            this.history = pushed(this.history, without);
        }
        this.tell();
    }

    /** Another shape as one step, such as what a merge makes. */
    replace(sketch: Sketch): void {
        this.history = pushed(this.history, sketch);
        this.active = undefined;
        this.tell();
    }

    undo(): void {
        this.history = undone(this.history);
        this.active = undefined;
        this.tell();
    }

    redo(): void {
        this.history = redone(this.history);
        this.active = undefined;
        this.tell();
    }

    private lay({ place, alt }: Pointer): [number, number] {
        const neighbours = this.start.neighbours?.();
        this.snapped = neighbours && !alt ? snap(place, neighbours, SNAP_PX, this.start.scale()) : undefined;
        return this.snapped?.place ?? place;
    }

    private gripAt({ place, touch }: Pointer): { at: Address; vertex: number[]; middle: boolean } | undefined {
        const scale = this.start.scale();
        const sketch = this.history.now;
        let best: { at: Address; vertex: number[]; middle: boolean } | undefined;
        let reach = touch ? GRIP_TOUCH_PX : GRIP_PX;
        for (const { at, vertex } of verticesOf(sketch)) {
            const far = distancePx(place, vertex, scale);
            // Of two that lie on each other the chosen one is meant.
            if (far < reach || (far === reach && same(this.active, at))) [reach, best] = [far, { at, vertex, middle: false }];
        }
        if (best) return best;
        for (const { at, vertex } of middlesOf(sketch)) {
            const far = distancePx(place, vertex, scale);
            if (far < reach) [reach, best] = [far, { at, vertex, middle: true }];
        }
        return best;
    }

    private tell(): void {
        this.start.onChange(this.state);
    }
}
