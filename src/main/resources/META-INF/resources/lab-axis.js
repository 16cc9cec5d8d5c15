/**
 * The time axis, which all lanes of all results share, with the scales of the curves. Draws all lanes that have changed in the same
 * frame, so that two lanes never have different scales.
 */
export class TimeAxis {
  #views = new Set();
  #zoom = null;
  #frameRequested = false;
  #drawn = '';
  /** Called after each change, with true if only a part of the axis is shown. */
  onZoom = () => {};

  attach(view) {
    this.#views.add(view);
  }

  detach(view) {
    this.#views.delete(view);
    this.redraw();
  }

  get #end() {
    return Math.max(...[...this.#views].map(view => view.end));
  }

  get domain() {
    return this.#zoom ?? [0, this.#end];
  }

  /** The period in milliseconds, and the largest values of the two curves. */
  get scales() {
    const most = curve => Math.max(1, ...[...this.#views].map(view => view.most(curve)));
    return { domain: this.domain, mostInFlight: most('inFlight'), mostHeld: most('held') };
  }

  /** Shows a period, given in milliseconds. Moves and shortens it so that it is within the axis. */
  zoom(from, to) {
    const length = Math.max(Math.min(to - from, this.#end), 0.5);
    const start = Math.min(Math.max(from, 0), this.#end - length);
    this.#zoom = length < this.#end ? [start, start + length] : null;
    this.redraw();
  }

  zoomBy(factor) {
    const [from, to] = this.domain;
    const margin = (to - from) * (1 - factor) / 2;
    this.zoom(from + margin, to - margin);
  }

  reset() {
    this.#zoom = null;
    this.redraw();
  }

  /** Draws all lanes in the next frame. */
  redraw() {
    this.onZoom(this.#zoom !== null);
    this.#drawn = '';
    this.requestFrame();
  }

  /** Draws the lanes that have changed in the next frame, and all lanes if they have changed the scales. */
  requestFrame() {
    if (!this.#frameRequested) {
      this.#frameRequested = true;
      requestAnimationFrame(() => {
        this.#frameRequested = false;
        this.#draw();
      });
    }
  }

  #draw() {
    const { scales } = this;
    const drawn = JSON.stringify(scales);
    this.#views.forEach(view => view.draw(scales, drawn !== this.#drawn));
    this.#drawn = drawn;
  }
}
