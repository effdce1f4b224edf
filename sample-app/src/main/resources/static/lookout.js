'use strict';

const cards = new Map();

const byId = (id) => document.getElementById(id);

// Templates: every value is set as text, never as markup.

function copyOf(template) {
	return byId(template).content.firstElementChild.cloneNode(true);
}

function part(element, name) {
	return element.querySelector(`[data-of=${name}]`);
}

function write(element, name, text) {
	const node = part(element, name);
	if (node.textContent !== text) {
		node.textContent = text;
	}
	return node;
}

// Targets

function show(target) {
	let card = cards.get(target.name);
	if (!card) {
		card = newCard(target.name);
	}
	const probes = target.probes;
	const last = probes.at(-1);
	const link = write(card, 'url', target.url);
	link.href = target.url;
	write(card, 'state', stateOf(last)).dataset.state = last ? (last.up ? 'up' : 'down') : 'waiting';
	draw(card.querySelector('svg'), probes);

	const latencies = probes.filter((probe) => probe.up).map((probe) => probe.latencyMs).sort((a, b) => a - b);
	write(card, 'latency', last?.up ? millis(last.latencyMs) : '–');
	write(card, 'median', millis(latencies[Math.floor(latencies.length / 2)]));
	write(card, 'slowest', millis(latencies.at(-1)));
	write(card, 'share', probes.length ? `${latencies.length} of ${probes.length}` : '–');
	write(card, 'error', last?.error ?? '');
	write(card, 'probed', last ? `Probed by process ${last.pid} at ${new Date(last.at).toLocaleTimeString()}` : '');
	write(card, 'certificate', certificate(last));
}

function newCard(name) {
	const card = copyOf('target');
	write(card, 'name', name);
	const remove = part(card, 'remove');
	remove.setAttribute('aria-label', `Remove ${name}`);
	remove.addEventListener('click', () => removeTarget(name));
	const next = [...cards.keys()].sort().find((other) => other > name);
	byId('targets').insertBefore(card, cards.get(next) ?? null);
	cards.set(name, card);
	byId('empty').hidden = true;
	return card;
}

function drop(name) {
	const card = cards.get(name);
	if (card?.contains(document.activeElement)) {
		byId('targets-title').focus();
	}
	card?.remove();
	cards.delete(name);
	byId('empty').hidden = cards.size > 0;
}

function stateOf(probe) {
	if (!probe) {
		return 'Waiting';
	}
	return [probe.up ? 'Up' : 'Down', probe.status].filter(Boolean).join(' · ');
}

function certificate(probe) {
	if (!probe?.certificateExpiresAt) {
		return '';
	}
	const days = Math.floor((new Date(probe.certificateExpiresAt) - Date.now()) / 86_400_000);
	return `Certificate ends in ${days} days`;
}

function millis(value) {
	if (value === undefined) {
		return '–';
	}
	return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

// The line: the newest probe is at the right, a failure is a bar, a new worker is a dotted bar.

const WIDTH = 99;
const HEIGHT = 40;

function draw(svg, probes) {
	const highest = Math.max(1, ...probes.filter((probe) => probe.up).map((probe) => probe.latencyMs));
	const points = probes.map((probe, index) => ({
		x: WIDTH - probes.length + 1 + index,
		y: (HEIGHT * (1 - probe.latencyMs / highest)).toFixed(2),
		up: probe.up,
		newWorker: index > 0 && probe.pid !== probes[index - 1].pid
	}));
	const bars = (chosen) => chosen.map(({ x }) => `M${x} 0V${HEIGHT}`).join('');
	const runs = runsOf(points);
	const path = (run) => run.map(({ x, y }) => `L${x} ${y}`).join('').replace('L', 'M');
	const set = (name, d) => svg.querySelector(`.${name}`).setAttribute('d', d);
	set('line', runs.map((run) => `${path(run)}h0`).join(''));
	set('area', runs.map((run) => `${path(run)}V${HEIGHT}H${run[0].x}Z`).join(''));
	set('failure', bars(points.filter((point) => !point.up)));
	set('worker', bars(points.filter((point) => point.newWorker)));
	const failures = points.filter((point) => !point.up).length;
	svg.setAttribute('aria-label', `Latencies of the last ${points.length} probes, ${failures} of them failed`);
}

function runsOf(points) {
	const runs = [];
	points.forEach((point, index) => {
		if (point.up && points[index - 1]?.up) {
			runs.at(-1).push(point);
		}
		else if (point.up) {
			runs.push([point]);
		}
	});
	return runs;
}

// Adding and removing: what comes of it arrives as an event.

byId('add').addEventListener('submit', async (event) => {
	event.preventDefault();
	const form = event.target;
	const problem = await call('targets', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(Object.fromEntries(new FormData(form)))
	});
	if (!problem) {
		form.reset();
		form.elements.name.focus();
	}
});

function removeTarget(name) {
	call(`targets/${encodeURIComponent(name)}`, { method: 'DELETE' });
}

async function call(url, options) {
	let problem = '';
	try {
		const response = await fetch(url, options);
		if (!response.ok) {
			const { detail, title } = await response.json();
			problem = detail ?? title;
		}
	}
	catch {
		problem = 'The server did not answer.';
	}
	byId('problem').textContent = problem;
	return problem;
}

// Events

function listen() {
	const events = new EventSource('events');
	const on = (name, action) => events.addEventListener(name, (event) => action(JSON.parse(event.data)));
	on('hello', ({ pid, targets }) => {
		connected(true);
		byId('web-pid').textContent = pid;
		const names = new Set(targets.map((target) => target.name));
		[...cards.keys()].filter((name) => !names.has(name)).forEach(drop);
		targets.forEach(show);
		byId('empty').hidden = cards.size > 0;
	});
	on('target', show);
	on('removed', ({ name }) => drop(name));
	events.addEventListener('error', () => {
		connected(false);
		if (events.readyState === EventSource.CLOSED) {
			// The browser gives up after an answer that is no stream of events.
			setTimeout(listen, 2000);
		}
	});
}

function connected(live) {
	const connection = byId('connection');
	connection.textContent = live ? 'Live' : 'Offline, trying again';
	connection.dataset.state = live ? 'live' : 'offline';
	document.body.classList.toggle('offline', !live);
}

// Workers, and instances where there are several

async function read(url) {
	const response = await fetch(url).catch(() => null);
	return response?.ok ? response.json() : null;
}

async function showProcesses() {
	if (document.hidden) {
		return;
	}
	const [answer, cluster] = await Promise.all([read('actuator/workers'), read('actuator/cluster')]);
	if (!answer) {
		return;
	}
	const { workers } = answer;
	const items = Object.entries(workers).map(([name, worker]) => workerItem(name, worker));
	const instances = Object.entries(cluster?.instances ?? {});
	if (instances.length > 1) {
		items.push(...instances.map(([name, instance]) => instanceItem(name, instance)));
	}
	const list = byId('processes');
	list.replaceChildren(list.firstElementChild, ...items);
	const alive = Object.values(workers).find((worker) => worker.state === 'UP');
	byId('hint').hidden = !alive;
	byId('hint').lastElementChild.textContent = `kill -9 ${alive?.pid}`;
}

function workerItem(name, worker) {
	const item = copyOf('process');
	write(item, 'name', name);
	write(item, 'pid', String(worker.pid ?? '–'));
	const state = write(item, 'state', worker.state.toLowerCase());
	state.dataset.state = { UP: 'up', DOWN: 'down', BACKOFF: 'down' }[worker.state] ?? 'waiting';
	const memory = worker.rssBytes ? `${Math.round(worker.rssBytes / 2 ** 20)} MiB, ` : '';
	write(item, 'about', `${memory}${worker.restarts === 1 ? '1 restart' : `${worker.restarts} restarts`}`);
	return item;
}

function instanceItem(name, instance) {
	const item = copyOf('instance');
	write(item, 'name', name);
	write(item, 'pid', String(instance.pid));
	const state = write(item, 'state', instance.state.toLowerCase());
	state.dataset.state = { UP: 'up', LOST: 'down' }[instance.state] ?? 'waiting';
	const about = instance.tickers.includes('prober') ? 'probes' : 'stands by';
	write(item, 'about', instance.state === 'UP' ? about : '');
	return item;
}

listen();
showProcesses();
setInterval(showProcesses, 2000);
