'use strict';

const SIZE = 60;
const LATE_SHARE = 0.3;
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
const failed = (tick) => tick.outcome !== 'SUCCESS';

/** The last ticks as bars: duration above the line, lateness below it. */
export class Timeline {

	constructor(element, select) {
		this.element = element;
		this.select = select;
		this.ticks = [];
		this.observer = new ResizeObserver(() => this.resize());
		this.observer.observe(element);
		this.scheme = matchMedia('(prefers-color-scheme: dark)');
		this.scheme.addEventListener('change', () => this.rebuild());
		element.addEventListener('keydown', (event) => this.key(event));
		element.addEventListener('blur', () => this.leave());
	}

	show(ticks) {
		this.ticks = ticks.slice(-SIZE);
		if (!this.plot) {
			this.build();
		}
		this.plot?.setData(this.data());
		this.describe();
	}

	data() {
		const pad = SIZE - this.ticks.length;
		const all = [...new Array(pad).fill(null), ...this.ticks];
		return [all.map((_, i) => i), all.map((tick) => tick && tick.durationMs), all.map((tick) => tick && -tick.latenessMs)];
	}

	at(index) {
		return this.ticks[index - (SIZE - this.ticks.length)] || null;
	}

	max(property) {
		return Math.max(0.001, ...this.ticks.map((tick) => tick[property])) * 1.15;
	}

	build() {
		if (!window.uPlot || !this.element.clientWidth) {
			return;
		}
		const bars = (series, scale, paint) => ({ scale, width: 0, fill: paint, points: { show: false }, paths: uPlot.paths.bars({ size: [0.75, 24] }) });
		this.plot = new uPlot({
			width: this.element.clientWidth, height: this.element.clientHeight, padding: [2, 0, 2, 0],
			legend: { show: false }, cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
			axes: [{ show: false }, { show: false }],
			scales: {
				x: { time: false, range: () => [-0.5, SIZE - 0.5] },
				duration: { range: () => [-this.max('durationMs') * LATE_SHARE / (1 - LATE_SHARE), this.max('durationMs')] },
				lateness: { range: () => [-this.max('latenessMs'), this.max('latenessMs') * (1 - LATE_SHARE) / LATE_SHARE] },
			},
			series: [{}, bars(1, 'duration', color('accent')), bars(2, 'lateness', color('late'))],
			hooks: { draw: [(plot) => this.mark(plot)], setCursor: [(plot) => this.select(plot.cursor.idx === null || plot.cursor.left < 0 ? null : this.at(plot.cursor.idx))] },
		}, this.data(), this.element);
	}

	mark(plot) {
		const context = plot.ctx;
		const base = plot.valToPos(0, 'duration', true);
		context.save();
		context.lineWidth = devicePixelRatio;
		context.strokeStyle = color('edge');
		this.line(context, plot.bbox.left, base, plot.bbox.left + plot.bbox.width, base);
		this.ticks.forEach((tick, i) => this.markTick(plot, tick, plot.valToPos(SIZE - this.ticks.length + i, 'x', true)));
		context.restore();
	}

	markTick(plot, tick, x) {
		const context = plot.ctx;
		const step = plot.bbox.width / SIZE;
		if (tick.skipped > 0 || tick.unseen > 0) {
			context.strokeStyle = color('quiet');
			context.setLineDash([2 * devicePixelRatio, 2 * devicePixelRatio]);
			this.line(context, x - step / 2, plot.bbox.top, x - step / 2, plot.bbox.top + plot.bbox.height);
			context.setLineDash([]);
		}
		if (failed(tick)) {
			const r = 3 * devicePixelRatio;
			const y = Math.max(plot.bbox.top + r, plot.valToPos(tick.durationMs, 'duration', true) - 2 * r);
			context.strokeStyle = color('bad');
			context.lineWidth = 2 * devicePixelRatio;
			this.line(context, x - r, y - r, x + r, y + r);
			this.line(context, x - r, y + r, x + r, y - r);
			context.lineWidth = devicePixelRatio;
		}
	}

	line(context, fromX, fromY, toX, toY) {
		context.beginPath();
		context.moveTo(fromX, fromY);
		context.lineTo(toX, toY);
		context.stroke();
	}

	describe() {
		const failures = this.ticks.filter(failed).length;
		this.element.setAttribute('aria-label', this.ticks.length === 0 ? 'No tick yet'
			: `The last ${this.ticks.length} ticks, ${failures} failed. Arrow keys show each.`);
	}

	key(event) {
		const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
		if (!step || this.ticks.length === 0) {
			return;
		}
		event.preventDefault();
		const current = this.cursor ?? SIZE;
		this.cursor = Math.min(SIZE - 1, Math.max(SIZE - this.ticks.length, current + step));
		this.plot?.setCursor({ left: this.plot.valToPos(this.cursor, 'x'), top: 1 }, false);
		this.select(this.at(this.cursor));
	}

	leave() {
		this.cursor = undefined;
		this.plot?.setCursor({ left: -10, top: -10 }, false);
		this.select(null);
	}

	resize() {
		if (!this.plot) {
			this.build();
		}
		else if (this.element.clientWidth) {
			this.plot.setSize({ width: this.element.clientWidth, height: this.element.clientHeight });
		}
	}

	rebuild() {
		this.plot?.destroy();
		this.plot = undefined;
		this.build();
	}

}
