// Charts of a run, drawn by ECharts on a canvas: a waterfall for each mode and bars that compare the modes.

const lab = document.querySelector('.lab');
const charts = new Map();
const dark = matchMedia('(prefers-color-scheme: dark)');

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

let echarts;

/** Loads the library. Must be complete before anything is drawn. */
export async function loadECharts() {
  echarts ??= await import(lab.dataset.charts);
}

function chartOn(element) {
  if (!charts.has(element)) {
    charts.set(element, echarts.init(element));
  }
  return charts.get(element);
}

// An element, because ECharts adds inline styles to a text, and the content security policy forbids these.
function tooltipLines(lines) {
  const element = document.createElement('div');
  lines.forEach(line => element.appendChild(document.createElement('div')).textContent = line);
  return element;
}

const tooltip = format => ({
  confine: true, transitionDuration: 0, backgroundColor: color('--pico-background-color'), borderWidth: 1,
  borderColor: color('--pico-muted-border-color'), textStyle: { color: color('--pico-color'), fontSize: 12 }, formatter: format
});

const axisStyle = () => ({
  axisLabel: { color: color('--pico-muted-color'), fontSize: 11, hideOverlap: true },
  axisLine: { lineStyle: { color: color('--pico-muted-border-color') } },
  splitLine: { lineStyle: { color: color('--pico-muted-border-color') } }
});

const formatDuration = millis => millis < 1000 ? `${Math.round(millis)} ms` : `${+(millis / 1000).toFixed(2)} s`;

const describeCall = call => tooltipLines([
  `Page view ${call.user}, call ${call.call}: ${call.outcome}`,
  `${call.virtual ? 'virtual thread' : 'thread'} ${call.thread}`,
  `queued at ${formatDuration(call.queued)} for ${formatDuration(call.started - call.queued)}`,
  `called for ${formatDuration(call.done - call.started)}, done at ${formatDuration(call.done)}`
]);

/** Waterfall of the calls of one mode in one repeat: one row for each call, and time from left to right. */
export class Waterfall {
  #element;
  #calls = [];
  #rows = 1;
  #perUser = 1;

  constructor(element) {
    this.#element = element;
  }

  /** Removes the calls of the previous repeat or run. */
  start(scenario) {
    this.#calls = [];
    this.#perUser = scenario.calls;
    this.#rows = scenario.users * scenario.calls;
  }

  add(call) {
    this.#calls.push(call);
  }

  /** @param {number} end of the time axis, in milliseconds; all lanes share it */
  draw(end) {
    chartOn(this.#element).setOption({
      animation: false,
      grid: { left: 0, right: 12, top: 4, bottom: 22 },
      tooltip: tooltip(item => describeCall(this.#calls[item.dataIndex])),
      xAxis: { type: 'value', min: 0, max: end, ...axisStyle(),
        axisLabel: { ...axisStyle().axisLabel, formatter: formatDuration, alignMinLabel: 'left', alignMaxLabel: 'right' } },
      yAxis: { type: 'value', min: 0, max: this.#rows, inverse: true, show: false },
      series: [this.#bars('queued', 'started', () => color('--waiting')),
        this.#bars('started', 'done', call => color(call.outcome === 'ok' ? '--calling' : '--failed'))]
    });
  }

  // Reading a CSS variable for each call would be slow, so each outcome is read once.
  #bars(from, to, colorOf) {
    const colors = new Map();
    const fill = call => {
      if (!colors.has(call.outcome)) {
        colors.set(call.outcome, colorOf(call));
      }
      return colors.get(call.outcome);
    };
    return {
      type: 'custom', clip: true, progressive: 0, encode: { x: [0, 1], y: 2 },
      data: this.#calls.map(call => [call[from], call[to], (call.user - 1) * this.#perUser + call.call - 1]),
      renderItem: (params, api) => {
        const [x, y] = api.coord([api.value(0), api.value(2)]);
        const [right, bottom] = api.coord([api.value(1), api.value(2) + 1]);
        const height = bottom - y > 4 ? bottom - y - 1 : Math.max(bottom - y, 1);
        return { type: 'rect', shape: { x, y, width: Math.max(right - x, 0.5), height },
          style: { fill: fill(this.#calls[params.dataIndex]) } };
      }
    };
  }
}

/**
 * Draws one bar for each mode.
 *
 * @param {HTMLElement} element
 * @param {[string, number, number][]} values mode, value, and the part of the value that existed before the run, drawn paler
 * @param {function([string, number, number]): string} describe text of the tooltip
 */
export function drawBars(element, values, describe) {
  const bars = (data, fill) => ({ type: 'bar', stack: 'all', barMaxWidth: 22, itemStyle: { color: color(fill) }, data });
  chartOn(element).setOption({
    animation: false,
    grid: { left: 80, right: 52, top: 4, bottom: 4 },
    tooltip: tooltip(item => tooltipLines([describe(values[item.dataIndex])])),
    xAxis: { type: 'value', ...axisStyle(), axisLabel: { show: false } },
    yAxis: { type: 'category', inverse: true, data: values.map(([mode]) => mode), ...axisStyle(),
      axisTick: { show: false }, axisLabel: { color: color('--pico-color'), fontSize: 12 } },
    series: [bars(values.map(([, , before]) => before), '--before'), {
      ...bars(values.map(([, all, before]) => all - before), '--calling'),
      label: { show: true, position: 'right', color: color('--pico-color'), formatter: item => values[item.dataIndex][1] }
    }]
  });
}

/**
 * Keeps the charts as wide as the page.
 *
 * @param {function(): void} draw called when the colour scheme changes, because a canvas keeps its colours
 */
export function onResizeOrThemeChange(draw) {
  new ResizeObserver(() => charts.forEach(each => each.resize())).observe(lab);
  dark.addEventListener('change', draw);
}
