// Saves the picture of a result as SVG or PNG.
import { setAttributes, svg } from './lab-svg.js';

const PROPERTIES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'paint-order', 'opacity', 'font-size', 'font-weight', 'display'];
const MARGIN = 16;
const HEADLINE = 18;
const LINE = 20;
const SCALE = 2;
const FONT = 'system-ui, sans-serif';
/** What stays on one line: a word or a Chinese character, with the punctuation around it. */
const CHUNK = /[（(“]*(?:\p{Script=Han}|[^\s\p{Script=Han}，、。：；（(“]+)?[，、。：；）)”]*\s*/gu;

/** Returns an SVG document with the lanes of a result below each other. It needs no style sheet. */
export function toSvg(view, legend) {
  const lanes = view.lanes.filter(lane => !lane.figure.classList.contains('skipped'));
  const [first] = lanes;
  const hatch = `url(#${first.chart.svg.querySelector('pattern').id})`;
  const width = Number(first.chart.svg.getAttribute('width')) + 2 * MARGIN;
  const { color } = getComputedStyle(document.body);
  const { backgroundColor: background } = getComputedStyle(document.documentElement);
  const root = svg('svg', { xmlns: 'http://www.w3.org/2000/svg', lang: document.documentElement.lang, 'font-family': FONT, fill: color });
  let y = MARGIN;
  const line = (content, size, weight = 'normal') => {
    for (const part of wrap(content, size, weight, width - 2 * MARGIN)) {
      y += size + 4;
      root.append(svg('text', { x: MARGIN, y, 'font-size': size, 'font-weight': weight }, [part]));
    }
  };
  line(view.part('headline').textContent, HEADLINE, 'bold');
  line(view.part('scenario').textContent, 13);
  y += LINE;
  let x = MARGIN;
  legend.forEach(({ swatch, label }) => {
    const labelWidth = measure(label, 12);
    if (x > MARGIN && x + 24 + labelWidth > width - MARGIN) {
      x = MARGIN;
      y += LINE;
    }
    const { backgroundColor, borderTopColor, borderTopWidth } = getComputedStyle(swatch);
    // the line of the calls in flight is a border of a swatch without a height
    const height = Math.min(swatch.offsetHeight, 10);
    root.append(svg('rect', { x, y: y - 4 - height / 2, width: 18, height, stroke: borderTopColor, 'stroke-width': parseFloat(borderTopWidth),
      fill: swatch.matches('.failed') ? hatch : backgroundColor === 'rgba(0, 0, 0, 0)' ? borderTopColor : backgroundColor }),
      svg('text', { x: x + 24, y, 'font-size': 12 }, [label]));
    x += 48 + labelWidth;
  });
  for (const { figure, chart } of lanes) {
    y += LINE / 2;
    line(`${figure.dataset.mode}: ${view.part('sentence', figure).textContent}`, 13, 'bold');
    const threads = view.part('threads', figure).textContent;
    if (threads) {
      line(threads, 12);
    }
    const copy = chart.svg.cloneNode(true);
    inlineStyles(chart.svg, copy);
    setAttributes(copy, { x: MARGIN, y: y + 8 });
    root.append(copy);
    y += 8 + Number(chart.svg.getAttribute('height'));
  }
  const height = Math.ceil(y + MARGIN);
  setAttributes(root, { width, height, viewBox: `0 0 ${width} ${height}` });
  root.prepend(svg('rect', { width, height, fill: background }));
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

function inlineStyles(from, to) {
  const style = getComputedStyle(from);
  PROPERTIES.filter(property => !(property === 'fill' && from.getAttribute('fill')?.startsWith('url')))
    .forEach(property => to.setAttribute(property, style.getPropertyValue(property)));
  ['tabindex', 'role', 'class'].forEach(attribute => to.removeAttribute(attribute));
  [...from.children].forEach((child, index) => inlineStyles(child, to.children[index]));
}

/** Returns the width of a line in pixels. */
function measure(content, size, weight = 'normal') {
  const context = document.createElement('canvas').getContext('2d');
  context.font = `${weight} ${size}px ${FONT}`;
  return context.measureText(content).width;
}

function wrap(content, size, weight, width) {
  const lines = [''];
  for (const chunk of content.match(CHUNK)) {
    if (lines.at(-1) !== '' && measure((lines.at(-1) + chunk).trimEnd(), size, weight) > width) {
      lines.push('');
    }
    lines.push(lines.pop() + chunk);
  }
  return lines.map(line => line.trimEnd());
}

export function saveSvg(picture, name) {
  save(new Blob([picture.text], { type: 'image/svg+xml' }), name);
}

export async function savePng(picture, name) {
  const image = new Image();
  // the content security policy allows images from data URLs, not from blobs
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width * SCALE, picture.height * SCALE];
  const context = canvas.getContext('2d');
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0);
  save(await new Promise(resolve => canvas.toBlob(resolve, 'image/png')), name);
}

export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // the download has started when this task is over
  setTimeout(() => URL.revokeObjectURL(link.href));
}
