// The pictures of a run: a waterfall per mode, on one time axis, and bars. ECharts draws them on canvas.

const lab = document.querySelector('.lab');
const charts = new Map();
const dark = matchMedia('(prefers-color-scheme: dark)');

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

let echarts;

/** Brings the library; nothing can be drawn before. */
export async function loadECharts() {
  echarts ??= await import(lab.dataset.charts);
}

function chart(element) {
  if (!charts.has(element)) {
    charts.set(element, echarts.init(element));
  }
  return charts.get(element);
}

// an element and not a text, for ECharts would write styles into the text that a content security policy forbids
function text(lines) {
  const element = document.createElement('div');
  lines.forEach(line => element.appendChild(document.createElement('div')).textContent = line);
  return element;
}

const tooltip = format => ({
  confine: true, transitionDuration: 0, backgroundColor: color('--pico-background-color'), borderWidth: 1,
  borderColor: color('--pico-muted-border-color'), textStyle: { color: color('--pico-color'), fontSize: 12 }, formatter: format
});

const axis = () => ({
  axisLabel: { color: color('--pico-muted-color'), fontSize: 11, hideOverlap: true },
  axisLine: { lineStyle: { color: color('--pico-muted-border-color') } },
  splitLine: { lineStyle: { color: color('--pico-muted-border-color') } }
});

const seconds = millis => millis < 1000 ? `${Math.round(millis)} ms` : `${+(millis / 1000).toFixed(2)} s`;

const describe = call => text([
  `Page view ${call.user}, call ${call.call}: ${call.outcome}`,
  `${call.virtual ? 'virtual thread' : 'thread'} ${call.thread}`,
  `queued at ${seconds(call.queued)} for ${seconds(call.started - call.queued)}`,
  `called for ${seconds(call.done - call.started)}, done at ${seconds(call.done)}`
]);

/** A lane: its calls from top to bottom, time from left to right. */
export class Waterfall {
  #element;
  #calls = [];
  #rows = 1;
  #perUser = 1;

  constructor(element) {
    this.#element = element;
  }

  start(scenario) {
    this.#calls = [];
    this.#perUser = scenario.calls;
    this.#rows = scenario.users * scenario.calls;
  }

  add(call) {
    this.#calls.push(call);
  }

  draw(end) {
    chart(this.#element).setOption({
      animation: false,
      grid: { left: 0, right: 12, top: 4, bottom: 22 },
      tooltip: tooltip(item => describe(this.#calls[item.dataIndex])),
      xAxis: { type: 'value', min: 0, max: end, ...axis(),
        axisLabel: { ...axis().axisLabel, formatter: seconds, alignMinLabel: 'left', alignMaxLabel: 'right' } },
      yAxis: { type: 'value', min: 0, max: this.#rows, inverse: true, show: false },
      series: [this.#bars('queued', 'started', () => color('--waiting')),
        this.#bars('started', 'done', call => color(call.outcome === 'ok' ? '--calling' : '--failed'))]
    });
  }

  #bars(from, to, paint) {
    const paints = new Map();
    const fill = call => {
      if (!paints.has(call.outcome)) {
        paints.set(call.outcome, paint(call));
      }
      return paints.get(call.outcome);
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

/** Bars, one for each of the values: a mode, what it came to, and how much of that was there before, which is paler. */
export function drawBars(element, values, describe) {
  const bars = (data, fill) => ({ type: 'bar', stack: 'all', barMaxWidth: 22, itemStyle: { color: color(fill) }, data });
  chart(element).setOption({
    animation: false,
    grid: { left: 80, right: 52, top: 4, bottom: 4 },
    tooltip: tooltip(item => text([describe(values[item.dataIndex])])),
    xAxis: { type: 'value', ...axis(), axisLabel: { show: false } },
    yAxis: { type: 'category', inverse: true, data: values.map(([mode]) => mode), ...axis(), axisTick: { show: false },
      axisLabel: { color: color('--pico-color'), fontSize: 12 } },
    series: [bars(values.map(([, , before]) => before), '--before'), {
      ...bars(values.map(([, all, before]) => all - before), '--calling'),
      label: { show: true, position: 'right', color: color('--pico-color'), formatter: item => values[item.dataIndex][1] }
    }]
  });
}

/** Redraws with {@code draw} when the window or its colours change. */
export function onResizeOrThemeChange(draw) {
  new ResizeObserver(() => charts.forEach(each => each.resize())).observe(lab);
  dark.addEventListener('change', draw);
}
