/**
 * The time axis, which all lanes of all results share. The curves of a result have a scale of their own. Draws all
 * lanes that have changed in the same frame, so that two lanes of a result never have different scales.
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

  /** The period and the longest page view of all results in milliseconds, and the largest values of the curves of each result. */
  get scales() {
    const views = [...this.#views];
    return { domain: this.domain, longestView: Math.max(1, ...views.map(view => view.longestView)),
      most: views.map(view => [view.most('inFlight'), view.most('held')]) };
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
