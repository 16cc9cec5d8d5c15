/** The time axis, which all lanes of all results share. */
export class TimeAxis {
  #views = new Set();
  #zoom = null;
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

  get curveMax() {
    return Math.max(1, ...[...this.#views].map(view => view.curveMax));
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

  redraw() {
    this.onZoom(this.#zoom !== null);
    this.#views.forEach(view => view.redraw());
  }
}
