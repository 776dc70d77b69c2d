// The rules of an electronic form in the page: what is asked, what is worked out, what is wrong, at once.
// The server judges again by the same rules (src/domain/form); without this script it does so page by page.

const isDay = (text) => {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '');
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day, time: date.getTime() } : null;
};
const number = (value) => (typeof value === 'number' ? value : 0);
const text = (value) => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null);
const same = (a, b) => (a ?? null) === (b ?? null);
const MOST = Number.MAX_SAFE_INTEGER;
const within = (value) => Math.max(-MOST, Math.min(MOST, value));

function order(a, b, fits) {
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) return false;
  return fits(a < b ? -1 : a > b ? 1 : 0);
}

/** What a rule comes to: null, a truth, a number or a text. */
export function value(rule, answers, today) {
  if (rule === null || typeof rule === 'boolean' || typeof rule === 'number') return rule;
  if (typeof rule === 'string') {
    if (rule.startsWith('$$')) return rule.slice(1);
    if (!rule.startsWith('$')) return rule;
    const answer = answers[rule.slice(1)] ?? null;
    return Array.isArray(answer) ? answer.length : answer;
  }
  const [verb, ...about] = rule;
  const at = (i) => value(about[i], answers, today) ?? null;
  const all = () => about.map((one) => value(one, answers, today) ?? null);
  switch (verb) {
    case 'eq': return same(at(0), at(1));
    case 'ne': return !same(at(0), at(1));
    case 'lt': return order(at(0), at(1), (o) => o < 0);
    case 'le': return order(at(0), at(1), (o) => o <= 0);
    case 'gt': return order(at(0), at(1), (o) => o > 0);
    case 'ge': return order(at(0), at(1), (o) => o >= 0);
    case 'all': return all().every((one) => one === true);
    case 'any': return all().some((one) => one === true);
    case 'not': return at(0) !== true;
    case 'filled': return at(0) !== null;
    case 'in': return all().slice(1).some((one) => same(one, at(0)));
    case 'add': return all().reduce((sum, one) => within(sum + number(one)), 0);
    case 'sub': return within(number(at(0)) - number(at(1)));
    case 'mul': return all().reduce((sum, one) => within(sum * number(one)), 1);
    case 'sum': {
      const name = about[0].slice(1);
      const [table, column] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
      const rows = answers[table];
      return Array.isArray(rows) ? rows.reduce((sum, row) => within(sum + number(row[column])), 0) : 0;
    }
    case 'count': {
      const rows = answers[about[0].slice(1)];
      return Array.isArray(rows) ? rows.length : 0;
    }
    case 'years': {
      const [from, to] = [isDay(at(0)), isDay(at(1))];
      if (!from || !to) return null;
      const before = to.month < from.month || (to.month === from.month && to.day < from.day);
      return to.year - from.year - (before ? 1 : 0);
    }
    case 'days': {
      const [from, to] = [isDay(at(0)), isDay(at(1))];
      return from && to ? Math.round((to.time - from.time) / 86400000) : null;
    }
    case 'today': return today;
    case 'join': {
      const parts = all().slice(1).map(text).filter((one) => one !== null);
      return parts.join(text(at(0)) ?? '') || null;
    }
    case 'if': return at(at(0) === true ? 1 : 2);
    default: return null;
  }
}

/** A whole number as people write it, or null. */
function whole(raw) {
  const groups = raw.split(/[.,\u00a0 ]/);
  const digits = groups.join('');
  if (!/^-?\d+$/.test(digits) || groups.slice(1).some((group) => group.length !== 3)) return null;
  return Number(digits);
}

/** The answer that a text is, or the name of what is wrong with it. */
function understand(field, raw, today) {
  const wrong = (name) => ({ wrong: name });
  switch (field.kind) {
    case 'number': {
      const found = whole(raw);
      if (found === null) return wrong('wrong_kind');
      return found < field.min || found > field.max ? wrong('out_of_range') : { answer: found };
    }
    case 'money': {
      const found = whole(raw.replace(/[đĐ₫ ]+$/, ''));
      if (found === null) return wrong('wrong_kind');
      return found < 0 ? wrong('out_of_range') : { answer: found };
    }
    case 'date': {
      const day = isDay(raw);
      if (!day || day.year < 1850 || day.year > 2200) return wrong('bad_date');
      return !field.future && raw > today ? wrong('out_of_range') : { answer: raw };
    }
    case 'id_number': {
      const found = raw.replace(/[ .-]/g, '');
      return /^[0-9A-Za-z]{6,20}$/.test(found) && /\d/.test(found) ? { answer: found.toUpperCase() } : wrong('bad_id_number');
    }
    case 'phone': {
      const digits = raw.replace(/[ .()-]/g, '').replace(/^\+84/, '0').replace(/^\+/, '');
      return /^\d{8,15}$/.test(digits) ? { answer: digits } : wrong('bad_phone');
    }
    case 'email': return /^[^\s@]+@[^\s@.][^\s@]*\.[^\s@]*[^\s@.]$/.test(raw) ? { answer: raw } : wrong('bad_email');
    case 'declaration': return { answer: true };
    case 'text':
    case 'prose': return [...raw.normalize('NFC')].length > field.max ? wrong('too_long') : { answer: raw.normalize('NFC') };
    default: return { answer: raw };
  }
}

/** Judges what is typed: answers, what is asked, what is wrong. `typed` gives the text of a field or a cell. */
export function judge(rules, typed) {
  const judged = { answers: { ...rules.known }, asked: new Set(), wrong: {} };
  for (const field of rules.fields) {
    if (field.when !== undefined && value(field.when, judged.answers, rules.today) !== true) continue;
    judged.asked.add(field.id);
    if (field.value !== undefined) {
      const worked = value(field.value, judged.answers, rules.today);
      if (worked !== null && worked !== false) judged.answers[field.id] = worked;
      continue;
    }
    if (field.kind === 'table') {
      const rows = [];
      for (let at = 0; at < field.most; at += 1) {
        const cells = field.columns.map((column) => [column, typed(`${field.id}.${at}.${column.id}`).trim()]);
        if (cells.every(([, raw]) => !raw)) continue;
        const row = {};
        for (const [column, raw] of cells) {
          if (!raw) continue;
          const found = understand(column, raw, rules.today);
          if (found.wrong) judged.wrong[`${field.id}.${at}.${column.id}`] = rules.words?.[found.wrong] ?? found.wrong;
          else row[column.id] = found.answer;
        }
        if (Object.keys(row).length) rows.push(row);
      }
      if (rows.length) judged.answers[field.id] = rows;
      continue;
    }
    const raw = typed(field.id).trim();
    if (!raw) continue;
    const found = understand(field, raw, rules.today);
    if (found.wrong) judged.wrong[field.id] = rules.words?.[found.wrong] ?? found.wrong;
    else judged.answers[field.id] = found.answer;
  }
  for (const field of rules.fields) {
    if (!judged.asked.has(field.id) || !(field.id in judged.answers)) continue;
    const failed = field.checks?.find((check) => value(check.that, judged.answers, rules.today) !== true);
    if (failed) judged.wrong[field.id] = failed.say;
  }
  return judged;
}

function start(area) {
  const form = area.closest('form');
  const rules = JSON.parse(area.dataset.rules);
  const kinds = new Map(rules.fields.map((field) => [field.id, field]));
  const seen = form.elements.namedItem('_seen');
  const touched = new Set();
  const amounts = new Intl.NumberFormat('vi-VN');

  const control = (id) => {
    const named = form.elements.namedItem(`form.${id}`);
    return named instanceof RadioNodeList ? named[0] : named;
  };
  const typed = (id) => {
    const named = form.elements.namedItem(`form.${id}`);
    if (!named) return '';
    if (named.type === 'checkbox') return named.checked ? 'yes' : '';
    return named.value ?? '';
  };
  const complain = (id, words) => {
    const field = control(id)?.closest('.field') ?? area.querySelector(`[data-field="${CSS.escape(id)}"] .field`);
    if (!field) return;
    const mark = `${(control(id) ?? field).id}-ngay`;
    let said = field.querySelector('.fault-now');
    if (!words) {
      if (said) {
        said.remove();
        control(id)?.removeAttribute('aria-invalid');
        field.classList.remove('faulty');
      }
      return;
    }
    field.querySelector('.fault:not(.fault-now)')?.remove();
    if (!said) {
      said = document.createElement('p');
      said.className = 'fault fault-now';
      said.id = mark;
      said.setAttribute('role', 'status');
      const before = field.querySelector('.control, .choices, output');
      before ? before.before(said) : field.append(said);
    }
    said.textContent = words;
    field.classList.add('faulty');
    const input = control(id);
    if (input) {
      input.setAttribute('aria-invalid', 'true');
      const described = new Set((input.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean));
      input.setAttribute('aria-describedby', [...described.add(mark)].join(' '));
    }
  };
  const show = () => {
    const judged = judge(rules, typed);
    for (const part of area.querySelectorAll('[data-field]')) part.hidden = !judged.asked.has(part.dataset.field);
    if (seen) seen.value = [...judged.asked].filter((id) => kinds.has(id)).join(' ');
    for (const field of rules.fields) {
      if (field.value === undefined) continue;
      const out = document.getElementById(`f-form-${field.id.replaceAll(/[^0-9A-Za-z]+/g, '-')}`);
      const answer = judged.answers[field.id];
      if (out) out.textContent = answer === undefined ? '—' : field.kind === 'money' ? `${amounts.format(answer)} đồng` : String(answer);
      complain(field.id, touched.size ? judged.wrong[field.id] : undefined);
    }
    for (const id of touched) complain(id, judged.wrong[id]);
  };
  const name = (event) => event.target.name?.startsWith('form.') && event.target.name.slice(5);
  form.addEventListener('input', (event) => { if (name(event)) show(); });
  form.addEventListener('change', (event) => { if (name(event)) { touched.add(name(event)); show(); } });
  show();

  // Communes are offered when the province is known; an old name gives the new one.
  for (const address of area.querySelectorAll('[data-address]')) {
    const base = address.dataset.address;
    const province = control(`${base}.tinh`);
    const commune = control(`${base}.xa`);
    const list = commune?.list;
    if (!province || !list) continue;
    const offer = async () => {
      if (!province.value || list.dataset.of === province.value) return;
      try {
        const answer = await fetch(`/don-vi?tinh=${encodeURIComponent(province.value)}`);
        if (!answer.ok) return;
        list.replaceChildren(...(await answer.json()).map(({ name: called, before }) => {
          const option = document.createElement('option');
          option.value = called;
          if (before.length) option.label = inWords('{name} (trước là {before})', { name: called, before: before.slice(0, 6).join(', ') });
          return option;
        }));
        list.dataset.of = province.value;
      } catch { /* an offer is a courtesy: the name can be typed */ }
    };
    province.addEventListener('change', offer);
    commune.addEventListener('focus', offer);
  }
}

if (typeof document !== 'undefined') {
  for (const area of document.querySelectorAll('[data-rules]')) start(area);
}
