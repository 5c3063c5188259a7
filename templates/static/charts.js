// Draws a chart above each table that asks for one, from the numbers that stand in it.
// The table stays what screen readers, printers and browsers without script read.
const GREEN = '#00704a', INK = '#1d2b27', SOFT = '#55635e', LINE = '#d5ddd9';
const BAR = 26, MOST_BARS = 15;  // pixels of one bar's row; more rows than this are left to the table

const numbersOf = (table) => [...table.tBodies[0].rows].map((row) => ({
  name: row.cells[0].textContent.trim(),
  value: Number(row.cells[1].textContent),
  link: row.cells[1].querySelector('a')?.href,
}));

const font = getComputedStyle(document.documentElement).getPropertyValue('--pico-font-family-sans-serif');
const quiet = { axisLine: { lineStyle: { color: LINE } }, axisTick: { show: false } };
const label = { color: INK, fontSize: 13, fontFamily: font };

function columns(rows) {
  const many = rows.length > 14;
  return {
    grid: { left: 40, right: 12, top: 24, bottom: 28 },
    xAxis: { type: 'category', data: rows.map((row) => row.name), axisLabel: label, ...quiet },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { ...label, color: SOFT }, splitLine: { lineStyle: { color: LINE } } },
    series: [{ type: 'bar', data: rows.map((row) => row.value), itemStyle: { color: GREEN, borderRadius: [3, 3, 0, 0] },
      barMaxWidth: 34, label: { show: !many, position: 'top', ...label } }],
  };
}

function bars(rows) {
  const shown = rows.slice(0, MOST_BARS).reverse();  // the first stands on top
  return {
    grid: { left: 8, right: 48, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value', show: false },
    yAxis: { type: 'category', data: shown.map((row) => row.name), axisLabel: label, ...quiet },
    series: [{ type: 'bar', data: shown.map((row) => row.value), itemStyle: { color: GREEN, borderRadius: [0, 3, 3, 0] },
      barMaxWidth: 18, label: { show: true, position: 'right', ...label } }],
  };
}

function draw(table) {
  const rows = numbersOf(table);
  const flat = table.dataset.chart === 'bars';
  const place = document.createElement('div');
  place.className = 'chart';
  place.setAttribute('aria-hidden', 'true');
  if (flat) place.style.height = `${Math.min(rows.length, MOST_BARS) * BAR + 16}px`;
  const numbers = table.closest('details');
  numbers.before(place);
  const chart = echarts.init(place);
  chart.setOption({
    animation: false,
    tooltip: { trigger: 'item', renderMode: 'richText' },  // no HTML: its styles would be inline
    ...(flat ? bars(rows) : columns(rows)),
  });
  chart.on('click', (event) => {
    const row = rows.find((one) => one.name === event.name);
    if (row?.link) location.assign(row.link);
  });
  numbers.open = false;
  new ResizeObserver(() => chart.resize()).observe(place);
}

if (window.echarts) document.querySelectorAll('table[data-chart]').forEach(draw);
addEventListener('beforeprint', () => {
  for (const numbers of document.querySelectorAll('details.numbers')) numbers.open = true;
});
