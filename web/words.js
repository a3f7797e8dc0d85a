// Times, counts and money as a person reads them.

const DAY = 86_400_000;

/** Midnight before the time, in the visitor's own zone. */
function dayOf(date) {
    return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Short, for lists: the time of today, "yesterday", a weekday of this week, else the date. */
export function shortTime(text, now = new Date()) {
    if (!text) return '';
    const date = new Date(text);
    const days = Math.round((dayOf(now) - dayOf(date)) / DAY);
    if (days <= 0) return date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    if (days === 1) return 'yesterday';
    if (days < 7) return date.toLocaleDateString([], { weekday: 'short' });
    return date.toLocaleDateString([], { day: 'numeric', month: 'short', year: date.getFullYear() === now.getFullYear() ? undefined : 'numeric' });
}

/** The heading under which a day stands. */
export function dayName(text, now = new Date()) {
    const date = new Date(text);
    const days = Math.round((dayOf(now) - dayOf(date)) / DAY);
    if (days <= 0) return 'Today';
    if (days === 1) return 'Yesterday';
    return date.toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long',
        year: date.getFullYear() === now.getFullYear() ? undefined : 'numeric' });
}

/** Today, yesterday, this week, or earlier. */
export function age(text, now = new Date()) {
    const days = Math.round((dayOf(now) - dayOf(new Date(text))) / DAY);
    return days <= 0 ? 'Today' : days === 1 ? 'Yesterday' : days < 7 ? 'This week' : days < 31 ? 'This month' : 'Earlier';
}

export function fullTime(text) {
    return text ? new Date(text).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }) : '';
}

export function clockTime(text) {
    return new Date(text).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

/** `count(2, 'note')` is "2 notes". */
export function count(number, word, several = `${word}s`) {
    return `${Number(number).toLocaleString('en')} ${number === 1 ? word : several}`;
}

/** Dollars, with as many decimals as small amounts need. */
export function money(dollars) {
    const value = Number(dollars);
    if (!value) return '$0';
    return `$${value >= 1 ? value.toFixed(2) : value.toPrecision(2).includes('e') ? value.toFixed(6) : String(Number(value.toPrecision(2)))}`;
}

export function duration(ms) {
    return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
