// Dark or light: the visitor's choice if there is one, else the system's; and whether somebody signed in here, as far as this browser knows.
// Runs before the page is painted.
(function () {
    const root = document.documentElement;
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    const kept = name => {
        try {
            return localStorage.getItem(name);
        } catch (storageIsOff) {
            return null;
        }
    };
    const chosen = () => kept('mien-theme');
    // The session itself is a cookie that no script can read. This only says in the header who is signed in.
    const tellWho = () => {
        const who = kept('mien-signed-in');
        root.toggleAttribute('data-signed-in', who !== null);
        const email = who && who.includes('@') ? who : '';
        document.querySelectorAll('[data-who]').forEach(place => { place.textContent = email; });
        document.querySelectorAll('[data-who-sentence]').forEach(place => { place.textContent = email && ` as ${email}`; });
        const button = document.getElementById('account-button');
        if (button) button.setAttribute('aria-label', email ? `Your account: ${email}` : 'Your account');
    };
    tellWho();
    document.addEventListener('DOMContentLoaded', tellWho);
    document.addEventListener('mien-signed-in', tellWho);
    window.addEventListener('storage', tellWho);
    const signOut = async () => {
        await fetch('/api/account/logout', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }).catch(() => null);
        try {
            localStorage.removeItem('mien-signed-in');
        } catch (storageIsOff) { /* then nothing was kept */ }
        location.assign('/login');
    };
    const apply = () => { root.dataset.theme = chosen() || (system.matches ? 'dark' : 'light'); };
    apply();
    system.addEventListener('change', apply);
    document.addEventListener('click', event => {
        if (event.target.closest('[data-sign-out]')) signOut();
        if (!event.target.closest('[data-theme-toggle]')) return;
        const next = root.dataset.theme === 'dark' ? 'light' : 'dark';
        try {
            localStorage.setItem('mien-theme', next);
        } catch (storageIsOff) { /* then it holds for this page */ }
        root.dataset.theme = next;
    });
})();
