'use strict';

import { Timeline } from './chart.js';

const SECTIONS = ['problems', 'handlers', 'tickers', 'ticks', 'workers', 'instances', 'maps', 'counters', 'locks'];
const KEPT_TICKS = 100;
const RATE_SECONDS = 10;
const RETRY_MS = 2000;
const SURE_MS = 4000;
const LEVELS = { UP: 'good', STARTING: 'warn', BACKOFF: 'warn', DOWN: 'bad', RUNNING: 'good', DRAINING: 'warn', LOST: 'bad', PAUSED: 'warn' };
const SHAPES = { UP: '●', STARTING: '◔', BACKOFF: '▲', DOWN: '✕', STOPPED: '■', WAITING: '○', RUNNING: '▶', PAUSED: '⏸', STANDBY: '◌', DRAINING: '◔', LOST: '✕' };

let session = { tickers: false, workers: false, statistics: true };
let data = new Map();
let drift = 0;
let seen = false;
const cards = { tickers: new Map(), workers: new Map() };
const rates = new Map();
const of = (id) => document.getElementById(id);
const now = () => Date.now() + drift;

/* Text */

const number = new Intl.NumberFormat('en');
const word = (constant) => constant.charAt(0) + constant.slice(1).toLowerCase();

function duration(ms) {
	if (ms < 1) {
		return ms.toFixed(2) + ' ms';
	}
	if (ms < 1000) {
		return ms.toFixed(ms < 10 ? 1 : 0) + ' ms';
	}
	return ms < 60000 ? (ms / 1000).toFixed(1) + ' s' : span(ms);
}

function span(ms) {
	const seconds = Math.max(0, Math.round(ms / 1000));
	const units = [[86400, 'd', 3600, 'h'], [3600, 'h', 60, 'min'], [60, 'min', 1, 's']];
	const unit = units.find(([size]) => seconds >= size);
	if (!unit) {
		return seconds + ' s';
	}
	const [size, name, smaller, smallerName] = unit;
	return `${Math.floor(seconds / size)} ${name} ${Math.floor(seconds % size / smaller)} ${smallerName}`;
}

function bytes(count) {
	const units = ['B', 'KB', 'MB', 'GB'];
	const power = count < 1 ? 0 : Math.min(3, Math.floor(Math.log(count) / Math.log(1024)));
	const value = count / 1024 ** power;
	return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

function put(element, text) {
	const value = text === undefined || text === null ? '–' : String(text);
	if (element.textContent !== value) {
		element.textContent = value;
	}
}

const part = (card, name) => card.parts.get(name);

function mark(element, wrong) {
	element.classList.toggle('wrong', Boolean(wrong));
}

/* What the server says */

function apply(message, fresh) {
	drift = message.at - Date.now();
	if (fresh) {
		data = new Map();
	}
	for (const section of SECTIONS.filter((name) => message.sections[name])) {
		const known = data.get(section) || new Map();
		Object.entries(message.sections[section]).forEach(([name, value]) => merge(known, section, name, value));
		data.set(section, known);
	}
	seen = true;
	remember();
	draw();
}

function merge(known, section, name, value) {
	if (value === null) {
		known.delete(name);
	}
	else if (section === 'ticks') {
		known.set(name, [...(known.get(name) || []), ...value].slice(-KEPT_TICKS));
	}
	else {
		known.set(name, value);
	}
}

const sorted = (section) => [...(data.get(section) || [])].sort(([one], [other]) => one < other ? -1 : 1);

function remember() {
	for (const [name, handler] of data.get('handlers') || []) {
		if (handler.requests) {
			const samples = rates.get(name) || [];
			samples.push({ at: now(), ...handler.requests });
			rates.set(name, samples.filter((sample, i) => i === samples.length - 1 || samples[i + 1].at > now() - RATE_SECONDS * 1000));
		}
	}
}

/* Drawing */

function draw() {
	drawCards('tickers', drawTicker);
	drawInstances();
	drawCards('workers', drawWorker);
	drawHandlers();
	drawState();
	drawOverview();
}

function drawCards(section, drawOne) {
	const shown = data.has(section);
	of(section).hidden = !shown;
	const list = of(section).querySelector('.cards');
	const entries = sorted(section);
	list.classList.toggle('filled', entries.length > 0);
	for (const [name, card] of cards[section]) {
		if (!entries.some(([known]) => known === name)) {
			card.element.remove();
			cards[section].delete(name);
		}
	}
	entries.forEach(([name, value]) => drawOne(card(section, list, name), name, value));
}

function card(section, list, name) {
	if (!cards[section].has(name)) {
		const element = of(section.slice(0, -1)).content.firstElementChild.cloneNode(true);
		const made = { element, parts: new Map([...element.querySelectorAll('[data-of]')].map((one) => [one.dataset.of, one])) };
		element.id = `${section}-${cards[section].size}-${Date.now()}`;
		element.tabIndex = -1;
		cards[section].set(name, made);
		put(part(made, 'name'), name);
		list.append(element);
		(section === 'tickers' ? prepareTicker : prepareWorker)(made, name);
	}
	return cards[section].get(name);
}

function badge(card, state, level) {
	put(part(card, 'state'), `${SHAPES[state]} ${word(state)}`);
	part(card, 'state').dataset.level = level;
	card.element.dataset.level = level;
}

function drawTicker(card, name, ticker) {
	const ticks = (data.get('ticks') || new Map()).get(name) || [];
	card.ticker = ticker;
	card.ticks = ticks;
	badge(card, ticker.state, troubleOfTicker(ticker) ? 'bad' : ticker.paused ? 'warn' : LEVELS[ticker.state] || 'idle');
	put(part(card, 'about'), `${ticker.mode}${ticker.cron ? ' ' + ticker.cron : ticker.interval ? ' every ' + ticker.interval : ''} · ${ticker.worker ? 'worker ' + ticker.worker : 'web process'}${ticker.scope ? ' of one instance' : ''}`);
	part(card, 'handover').hidden = !ticker.owner || living() < 2;
	put(part(card, 'ticks'), number.format(ticker.ticks));
	put(part(card, 'failures'), number.format(ticker.failures));
	put(part(card, 'skipped'), number.format(ticker.skipped));
	put(part(card, 'mean'), ticks.length ? duration(ticks.reduce((sum, tick) => sum + tick.durationMs, 0) / ticks.length) : '–');
	mark(part(card, 'failures'), ticker.failuresInARow > 0);
	put(part(card, 'pause'), ticker.paused ? 'Resume' : 'Pause');
	const input = part(card, 'interval').querySelector('input');
	if (input !== document.activeElement && input.dataset.sent !== ticker.interval) {
		input.value = input.dataset.sent = ticker.interval || '';
	}
	part(card, 'interval').hidden = !ticker.interval;
	card.chart.show(ticks);
	readTick(card, card.selected);
	drawNext(card);
}

function troubleOfTicker(ticker) {
	if (ticker.error) {
		return 'could not start: ' + ticker.error;
	}
	return ticker.failuresInARow === 0 ? null : ticker.failuresInARow === 1 ? 'the last tick failed' : `${ticker.failuresInARow} failures in a row`;
}

function drawNext(card) {
	const { state, nextAt, runningSince, owner } = card.ticker;
	const left = nextAt - now();
	const next = runningSince ? `for ${span(now() - runningSince)}` : left < 500 ? 'due now' : 'in ' + span(left);
	put(part(card, 'next'), state === 'RUNNING' ? `ticking ${runningSince ? next : ''}` : nextAt ? 'next ' + next : state === 'PAUSED' ? 'paused' : state === 'STANDBY' ? 'ticks in ' + (owner || 'no instance') : 'none due');
}

function readTick(card, selected) {
	const tick = selected || card.ticks.at(-1);
	const line = part(card, 'readout');
	const text = tick ? describe(tick) : card.ticker.error || (card.ticker.state === 'STANDBY' ? 'No tick in this instance' : 'No tick yet');
	put(line, text);
	line.title = text;
	mark(line, tick ? tick.outcome !== 'SUCCESS' : card.ticker.error);
}

function describe(tick) {
	const facts = [`#${tick.number}`, `took ${duration(tick.durationMs)}`, `${duration(tick.latenessMs)} late`, `${span(now() - tick.startedAt)} ago`];
	if (tick.skipped) {
		facts.push(`${tick.skipped} skipped before`);
	}
	if (tick.outcome !== 'SUCCESS') {
		facts.unshift(word(tick.outcome));
	}
	return facts.join(' · ') + (tick.error ? ': ' + tick.error : '');
}

function drawInstances() {
	of('instances').hidden = !data.has('instances');
	rows(of('instances').querySelector('tbody'), sorted('instances').map(([name, instance]) => instanceCells(name, instance)));
	of('instances').querySelector('.scroll').classList.toggle('filled', sorted('instances').length > 0);
}

function instanceCells(name, { host, pid, startedAt, state, leaseLeftSeconds, tickers, self }) {
	return [[name, `${host}, ${pid}${self ? ' · this instance' : ''}`], { text: `${SHAPES[state]} ${word(state)}`, wrong: state === 'LOST' },
		leaseLeftSeconds > 0 ? span(leaseLeftSeconds * 1000) : '–', span(now() - startedAt) + ' ago', tickers.join(', ') || '–'];
}

const living = () => sorted('instances').filter(([, { state }]) => state === 'UP').length;

function drawWorker(card, name, worker) {
	card.worker = worker;
	badge(card, worker.state, LEVELS[worker.state] || 'idle');
	put(part(card, 'about'), worker.tickers.length ? 'runs ' + worker.tickers.join(', ') : 'runs no ticker');
	put(part(card, 'pid'), worker.pid);
	put(part(card, 'memory'), worker.rssBytes ? bytes(worker.rssBytes) : '–');
	put(part(card, 'restarts'), number.format(worker.restarts));
	const wrong = worker.state === 'BACKOFF' || worker.state === 'DOWN';
	mark(part(card, 'exit'), wrong);
	drawAge(card);
}

function drawAge(card) {
	const { startedAt, lastExit } = card.worker;
	put(part(card, 'age'), startedAt ? span(now() - startedAt) : '–');
	const code = lastExit && lastExit.code !== undefined ? `, code ${lastExit.code}` : '';
	const text = lastExit ? `Last exit ${span(now() - lastExit.at)} ago${code}: ${lastExit.reason}` : 'No process has ended.';
	put(part(card, 'exit'), text);
	part(card, 'exit').title = text;
}

function drawHandlers() {
	of('handlers').hidden = !data.has('handlers');
	of('no-statistics').hidden = session.statistics;
	rows(of('handlers').querySelector('tbody'), sorted('handlers').map(([name, handler]) => handlerCells(name, handler)));
	of('handlers').querySelector('.scroll').classList.toggle('filled', sorted('handlers').length > 0);
}

function handlerCells(name, { paths, methods, requests }) {
	const cells = [[name, `${methods.filter((method) => method !== 'OPTIONS' && method !== 'HEAD').join(' ')} ${paths.join(' ')}`]];
	if (!requests) {
		return cells.concat(['–', '–', '–', '–', '–', '–']);
	}
	const { perSecond, mean } = rate(name, requests);
	return cells.concat([perSecond.toFixed(1), mean === null ? '–' : duration(mean), requests.maxMs ? duration(requests.maxMs) : '–',
		number.format(requests.count), number.format(requests.clientErrors), { text: number.format(requests.serverErrors), wrong: requests.serverErrors > 0 }]);
}

function rate(name, requests) {
	const first = (rates.get(name) || [])[0] || { at: now(), ...requests };
	const count = Math.max(0, requests.count - first.count);
	const seconds = Math.min(RATE_SECONDS, Math.max(1, (now() - first.at) / 1000));
	const recent = count > 0 ? (requests.totalMs - first.totalMs) / count : null;
	return { perSecond: count / seconds, mean: recent ?? (requests.count ? requests.totalMs / requests.count : null) };
}

function rows(body, all) {
	while (body.rows.length > all.length) {
		body.deleteRow(-1);
	}
	all.forEach((cells, i) => fill(body.rows[i] || body.insertRow(), cells));
	body.closest('table').classList.toggle('filled', all.length > 0);
}

function fill(row, cells) {
	cells.forEach((value, i) => {
		const cell = row.cells[i] || row.appendChild(i === 0 ? heading() : document.createElement('td'));
		if (i === 0) {
			const [name, small] = Array.isArray(value) ? value : [value, ''];
			put(cell.firstChild, name);
			put(cell.lastChild, small);
		}
		else {
			cell.dataset.label = row.closest('table').tHead.rows[0].cells[i].textContent;
			put(cell, value?.text ?? value);
			mark(cell, value?.wrong);
		}
	});
}

function heading() {
	const cell = document.createElement('th');
	cell.scope = 'row';
	cell.append(document.createElement('span'), document.createElement('small'));
	return cell;
}

function drawState() {
	of('state').hidden = !data.has('maps');
	rows(of('maps').querySelector('tbody'), sorted('maps').map(([name, map]) => [name, number.format(map.size), map.bytes === undefined ? '–' : bytes(map.bytes)]));
	rows(of('counters').querySelector('tbody'), sorted('counters').map(([name, counter]) => [name, number.format(counter.value)]));
	rows(of('locks').querySelector('tbody'), sorted('locks').map(([name, lock]) => [name, holder(lock.holder), number.format(lock.waiting)]));
}

function holder(process) {
	return !process ? 'not known' : process.role === 'WEB' ? `web process, ${process.pid}` : `worker ${process.worker}, ${process.pid}`;
}

function troubles() {
	const tickers = sorted('tickers').map(([name, ticker]) => ['tickers', 'Ticker', name, troubleOfTicker(ticker)]);
	const workers = sorted('workers').map(([name, { state }]) => ['workers', 'Worker', name, state === 'BACKOFF' || state === 'DOWN' ? state : null]);
	return [...workers, ...tickers].filter((trouble) => trouble[3]);
}

function drawOverview() {
	const all = troubles().map(([section, kind, name, text]) => ({ href: '#' + cards[section].get(name).element.id, text: `▲ ${kind} ${name}: ${text}` }));
	const lost = sorted('problems').map(([section, reason]) => ({ href: '#main', text: `▲ The ${section} cannot be shown: ${reason}` }));
	const lines = [...lost, ...all];
	const key = JSON.stringify(lines);
	if (of('overview').dataset.key !== key) {
		of('overview').dataset.key = key;
		of('overview').replaceChildren(...(lines.length ? lines.map(link) : [calm()]));
	}
}

function link({ href, text }) {
	const element = document.createElement('a');
	element.href = href;
	element.textContent = text;
	return element;
}

function calm() {
	const element = document.createElement('p');
	element.textContent = '● All is well';
	return element;
}

/* Changes */

function prepareTicker(card, name) {
	const change = (body, done) => send('tickers', { name, ...body }, done);
	card.selected = null;
	card.ticks = [];
	card.chart = new Timeline(card.element.querySelector('.chart'), (tick) => {
		card.selected = tick;
		if (card.ticker) {
			readTick(card, tick);
		}
	});
	const form = card.element.querySelector('form');
	form.hidden = !session.tickers;
	label(part(card, 'trigger'), 'Trigger ' + name);
	form.elements.interval.setAttribute('aria-label', 'Interval of ' + name);
	part(card, 'trigger').addEventListener('click', () => change({ action: 'trigger' }, `${name} is triggered`));
	part(card, 'pause').addEventListener('click', () => change(card.ticker.paused ? { action: 'resume' } : { action: 'pause' },
		card.ticker.paused ? `${name} goes on` : `${name} is paused`));
	label(part(card, 'handover'), `Hand ${name} over to another instance`);
	part(card, 'handover').addEventListener('click', () => change({ action: 'hand-over' }, `${name} goes on in another instance`));
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const interval = form.elements.interval.value.trim();
		change({ interval }, `${name} ticks every ${interval}`);
	});
}

function label(element, text) {
	element.title = text;
}

function prepareWorker(card, name) {
	const button = part(card, 'restart');
	button.parentElement.hidden = !session.workers;
	label(button, 'Restart ' + name);
	let timer;
	const calmDown = () => {
		clearTimeout(timer);
		button.dataset.sure = 'false';
		button.textContent = 'Restart';
	};
	button.addEventListener('blur', calmDown);
	button.addEventListener('click', () => {
		if (button.dataset.sure === 'true') {
			calmDown();
			send('workers', { name, action: 'restart' }, `${name} restarts`);
			return;
		}
		button.dataset.sure = 'true';
		button.textContent = 'Restart now?';
		timer = setTimeout(calmDown, SURE_MS);
	});
}

let sayTimer;

function say(text, wrong) {
	clearTimeout(sayTimer);
	of('said').textContent = text;
	mark(of('said'), wrong);
	sayTimer = setTimeout(() => { of('said').textContent = ''; }, wrong ? 8000 : 3000);
}

async function send(kind, body, done) {
	try {
		let response = await post(kind, body);
		if (response.status === 403) {
			await readSession();
			response = await post(kind, body);
		}
		say(response.ok ? done : await reason(response), !response.ok);
	}
	catch {
		say('The application did not answer. Nothing is known of the change.', true);
	}
}

function post(kind, body) {
	const headers = { 'Content-Type': 'application/json', 'X-Console-Token': session.token || '' };
	if (session.csrf) {
		headers[session.csrf.header] = session.csrf.token;
	}
	return fetch(new URL(kind, import.meta.url), { method: 'POST', headers, body: JSON.stringify(body) });
}

async function reason(response) {
	const answer = await response.json().catch(() => ({}));
	return answer.reason || `Refused with status ${response.status}`;
}

/* Connection */

async function readSession() {
	const response = await fetch(new URL('session', import.meta.url), { headers: { Accept: 'application/json' } });
	if (!response.ok) {
		throw new Error(`status ${response.status}`);
	}
	session = await response.json();
	put(of('application'), session.application);
	put(of('process'), `web process ${session.pid}`);
	document.title = `${session.application} – console`;
}

function connection(state, text) {
	of('connection').dataset.state = state;
	put(of('connection'), text);
	document.body.classList.toggle('offline', state === 'offline');
}

async function connect() {
	try {
		await readSession();
	}
	catch {
		lost();
		return;
	}
	const events = new EventSource(new URL('events', import.meta.url));
	const receive = (fresh) => (event) => {
		connection('live', '● Live');
		apply(JSON.parse(event.data), fresh);
	};
	events.addEventListener('snapshot', receive(true));
	events.addEventListener('change', receive(false));
	events.addEventListener('error', () => {
		events.close();
		setTimeout(lost, 0);
	});
}

function lost() {
	connection('offline', seen ? '✕ Connection lost, trying again' : '✕ No answer, trying again');
	setTimeout(connect, RETRY_MS);
}

setInterval(() => {
	if (seen) {
		cards.tickers.forEach((card) => { drawNext(card); readTick(card, card.selected); });
		cards.workers.forEach(drawAge);
		drawHandlers();
		drawInstances();
	}
}, 1000);

connect();
