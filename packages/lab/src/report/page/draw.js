// Runs in the page of a report: draws its figures over time with uPlot, which stands before it.

/** @typedef {{ title: string, unit: string, lines: { name: string, values: (number | null)[] }[] }} Plot */

const { at, steady, plots } = JSON.parse(document.getElementById('figures').textContent)
const colors = ['#12a184', '#3b7dd8', '#d9822b', '#c9303a', '#8a63d2', '#7a8785']
const [quiet, grid] = matchMedia('(prefers-color-scheme: dark)').matches
  ? ['#a3afad', '#2b3436']
  : ['#55625f', '#dde5e3']
const drawn = []

for (const { title, unit, lines } of plots) {
  const frame = document.createElement('div')
  const heading = document.createElement('h3')
  heading.textContent = unit === '' ? title : `${title}, ${unit}`
  frame.append(heading)
  document.querySelector('.plots').append(frame)
  const axis = { stroke: quiet, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } }
  const plot = new uPlot(
    {
      width: frame.clientWidth,
      height: 190,
      scales: { x: { time: false }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] } },
      axes: [
        { ...axis, values: (_, seconds) => seconds.map((second) => `${second} s`) },
        { ...axis, size: 56 },
      ],
      cursor: { sync: { key: 'run' } },
      series: [
        { label: 'at', value: (_, second) => (second === null ? '' : `${second} s`) },
        ...lines.map(({ name }, index) => ({
          label: name,
          stroke: colors[index % colors.length],
          width: 1.75,
          points: { show: at.length < 3 },
          value: (_, value) => (value === null ? '' : Number(value.toPrecision(4)).toLocaleString()),
        })),
      ],
      hooks: { drawClear: [shadeSteady] },
    },
    [at, ...lines.map(({ values }) => values)],
    frame,
  )
  drawn.push({ plot, frame })
}

new ResizeObserver(() => {
  for (const { plot, frame } of drawn) plot.setSize({ width: frame.clientWidth, height: 190 })
}).observe(document.body)

/** The time in which all were there. */
function shadeSteady(plot) {
  if (steady === null) return
  const [from, to] = steady.map((second) => plot.valToPos(second, 'x', true))
  plot.ctx.fillStyle = 'rgba(18, 161, 132, 0.08)'
  plot.ctx.fillRect(from, plot.bbox.top, to - from, plot.bbox.height)
}
