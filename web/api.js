// Asking this server, and saying in words what went wrong. The session is a cookie, which the browser adds by itself.

/** An answer that is not a success: status, code, field and the rest of its body, with a sentence for people as its message. */
export class Refusal extends Error {
    constructor(status, body, retryAfter) {
        const own = body && (body.error || (typeof body.detail === 'string' ? body.detail : body.detail && body.detail.message));
        super(ended(own || `The server answered ${status}.`));
        this.status = status;
        this.body = body || {};
        this.code = this.body.code;
        this.field = this.body.field;
        this.retryAfter = retryAfter;
    }
}

function ended(text) {
    return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** The address of a path with its query; empty values are left out, lists are repeated. */
export function address(path, query) {
    const parts = new URLSearchParams();
    for (const [name, value] of Object.entries(query || {})) {
        for (const one of [value].flat()) if (one !== undefined && one !== null && one !== '' && one !== false) parts.append(name, one === true ? '1'
            : one);
    }
    const text = parts.toString();
    return text ? `${path}?${text}` : path;
}

/**
 * Asks and gives the decoded answer (null where there is none).
 * Throws `Refusal`, or `TypeError` when the server cannot be reached. Whoever is not signed in is led to /login, unless `staysHere`.
 */
export async function ask(path, { method, body, query, signal, staysHere, headers } = {}) {
    const answer = await fetch(address(path, query), {
        method: method || (body === undefined ? 'GET' : 'POST'), signal,
        headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body)
    });
    if (answer.ok) return answer.status === 204 ? null : answer.json().catch(() => null);
    throw await refusal(answer, staysHere);
}

/** What a failed answer says. */
export async function refusal(answer, staysHere) {
    const body = await answer.json().catch(() => null);
    if (answer.status === 401 && !staysHere) toLogin();
    return new Refusal(answer.status, body, Number(answer.headers.get('Retry-After')) || null);
}

/** Any error as a sentence. */
export function sentence(error) {
    if (error instanceof TypeError) return 'The server cannot be reached. Is it still running?';
    if (error.status === 429 && error.retryAfter) return `${error.message} Try again in ${error.retryAfter} s.`;
    if (error.status === 403 && !error.body.error && !error.body.detail) return 'Your role does not allow this.';
    return error.message || 'Something went wrong.';
}

/** Leaves for the login page, which leads back here. */
export function toLogin() {
    remember(null);
    location.assign(address('/login', { next: location.pathname + location.search }));
}

/** Notes who is signed in (their email, or null for nobody), for the header alone. */
export function remember(email) {
    document.documentElement.toggleAttribute('data-signed-in', Boolean(email));
    try {
        if (email) localStorage.setItem('mien-signed-in', email);
        else localStorage.removeItem('mien-signed-in');
        document.dispatchEvent(new Event('mien-signed-in'));
    } catch (storageIsOff) { /* then the header always says "Sign in" */ }
}

/** Leads to the login page where this browser knows that nobody is signed in, without asking what would be refused. */
export function leaveIfOut() {
    try {
        if (localStorage.getItem('mien-signed-in') !== null) return false;
    } catch (storageIsOff) {
        return false;
    }
    toLogin();
    return true;
}
