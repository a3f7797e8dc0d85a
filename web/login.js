// Signing in, creating an organization, and going back to where one came from.

import { ask, remember, sentence } from './api.js';
import { once } from './once.js';

const $ = id => document.getElementById(id);

/** Where to go afterwards: a page of this server, whatever the address says. */
function destination() {
    const wish = new URLSearchParams(location.search).get('next') || '';
    try {
        const url = new URL(wish, location.origin);
        if (wish.startsWith('/') && url.origin === location.origin && url.pathname !== '/login') return url.href;
    } catch (notAnAddress) { /* then the inbox */ }
    return `${location.origin}/inbox`;
}

function say(form, text, tone) {
    const place = $(`${form}-message`);
    place.textContent = text;
    if (tone) place.dataset.tone = tone;
    else delete place.dataset.tone;
}

const FIELDS = { login: { email: 'email', password: 'password' }, register: { org_name: 'org-name', email: 'new-email', password: 'new-password' } };

function mark(form, field) {
    for (const [name, id] of Object.entries(FIELDS[form])) $(id).setAttribute('aria-invalid', String(name === field));
    if (field && FIELDS[form][field]) $(FIELDS[form][field]).focus();
}

const WORDS = { 401: 'Wrong email or password. Check both and try again.',
    503: 'The server is still starting. Try again in a moment.' };

/** Sends a form once at a time; a throttled one counts the seconds down and opens again. */
function onSubmit(form, send) {
    $(`${form}-form`).addEventListener('submit', async event => {
        event.preventDefault();
        if ($(`${form}-go`).disabled) return;
        $(`${form}-go`).disabled = true;
        say(form, '');
        mark(form, null);
        try {
            await send(Object.fromEntries(new FormData(event.target)));
        } catch (error) {
            if (error.status === 429 && error.retryAfter) return countDown(form, error.retryAfter);
            say(form, (form === 'login' && WORDS[error.status]) || sentence(error));
            mark(form, error.status === 401 ? 'password' : error.field);
        }
        $(`${form}-go`).disabled = false;
    });
}

function countDown(form, seconds) {
    const until = Date.now() + seconds * 1000;
    const what = form === 'login' ? 'Too many attempts.' : 'Too many registrations from here.';
    const tick = () => {
        const left = Math.ceil((until - Date.now()) / 1000);
        if (left <= 0) {
            say(form, '');
            $(`${form}-go`).disabled = false;
            return;
        }
        say(form, `${what} You can try again in ${left} s.`, 'kind');
        setTimeout(tick, 500);
    };
    tick();
}

async function login({ email, password }) {
    await ask('/api/v1/auth/login', { body: { email, password }, staysHere: true });
    remember(email);
}

async function register(values) {
    const made = await ask('/api/v1/auth/register', { body: values, staysHere: true });
    await login(values);
    $('title').textContent = `${values.org_name} is ready`;
    $('founded-keys').replaceChildren(once('Publishable key: for pages', made.publishable_key), once('Secret key: for your servers',
        made.secret_key));
    $('founded-go').href = destination();
    ['login-card', 'register-card'].forEach(id => { $(id).hidden = true; });
    $('founded-card').hidden = false;
    $('card').focus();
}

/** The form that the address names; on a server without people the one that makes the first. */
function showForm(config) {
    const canRegister = config.registration === 'open';
    const isRegistering = canRegister && (location.hash === '#register' || (config.is_first && location.hash !== '#login'));
    if (!$('founded-card').hidden) return;
    $('register-card').hidden = !isRegistering;
    $('login-card').hidden = isRegistering;
    $('to-register').hidden = !canRegister;
    $('closed').hidden = canRegister;
    $('title').textContent = !isRegistering ? 'Sign in' : config.is_first ? 'Welcome to Mien' : 'Create an organization';
    document.title = `${isRegistering ? 'Create an organization' : 'Sign in'} · Mien`;
    if (config.is_first) {
        $('register-intro').textContent = 'No organization yet. Create the first one: you become its owner and the server admin.';
        $('to-login').querySelector('a').hash = 'login';
    }
    // Somebody may be typing already while the server is asked.
    if (!document.activeElement.matches('input')) $(isRegistering ? 'org-name' : 'email').focus();
}

async function start() {
    document.querySelectorAll('[data-shows]').forEach(button => button.addEventListener('click', () => {
        const field = $(button.dataset.shows);
        const isShown = field.type === 'password';
        field.type = isShown ? 'text' : 'password';
        button.textContent = isShown ? 'Hide' : 'Show';
        button.setAttribute('aria-pressed', String(isShown));
    }));
    onSubmit('login', async values => {
        await login(values);
        location.replace(destination());
    });
    onSubmit('register', register);
    if (new URLSearchParams(location.search).has('next')) {
        $('reason').textContent = 'You will be taken back to where you came from.';
        $('reason').hidden = false;
    }
    const config = await ask('/login/config', { staysHere: true }).catch(() => ({ registration: 'open', is_first: false, email: null }));
    // A browser that is signed in goes on at once; what it has noted may be older than the session.
    remember(config.email);
    if (config.email) return location.replace(destination());
    showForm(config);
    addEventListener('hashchange', () => showForm(config));
    return undefined;
}

start();
