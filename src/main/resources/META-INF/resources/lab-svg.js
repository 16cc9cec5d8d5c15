// Parts of SVG drawings: elements, paths and the time axis.

const NAMESPACE = 'http://www.w3.org/2000/svg';
const PIXELS_PER_TICK = 90;

/** Creates an SVG element. Its colours come from CSS classes, because the content security policy forbids inline styles. */
export function svg(name, attributes = {}, children = []) {
  const created = document.createElementNS(NAMESPACE, name);
  setAttributes(created, attributes);
  created.append(...children);
  return created;
}

export function setAttributes(target, attributes) {
  Object.entries(attributes).forEach(([name, value]) => target.setAttribute(name, value));
}

const pixel = value => Math.round(value * 100) / 100;

/** A rectangle as part of a path. One path has all rectangles of a colour, so that a lane has few elements. */
export function rectangle(x, y, width, height) {
  return `M${pixel(x)} ${pixel(y)}h${pixel(width)}v${pixel(height)}h${pixel(-width)}z`;
}

/**
 * A line that keeps its value from one point until the next.
 *
 * @param {[number, number][]} points x and y, by ascending x
 */
export function steps(points) {
  return points.map(([x, y], index) => index === 0 ? `M${pixel(x)} ${pixel(y)}` : `H${pixel(x)}V${pixel(y)}`).join('');
}

/** The area between a line of {@link steps} and its baseline, with an outline that is visible at a height of zero. */
export function area(points, baseline) {
  return points.length === 0 ? '' : `${steps(points)}V${pixel(baseline)}H${pixel(points[0][0])}z`;
}

/** Returns round values of an axis, about one for every 90 pixels. */
export function ticks(from, to, width) {
  const rough = (to - from) / Math.max(2, width / PIXELS_PER_TICK);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(each => each >= rough);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

/** Rounds up in steps of a quarter of the power of ten below, so that the axis changes rarely while calls arrive. */
export function roundUp(value) {
  const step = 10 ** Math.floor(Math.log10(value)) / 4;
  return Math.ceil(value / step - 1e-9) * step;
}
