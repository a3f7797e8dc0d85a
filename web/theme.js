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
    // The session itself is a cookie that no script can read. This only chooses between two links in the header.
    root.toggleAttribute('data-signed-in', kept('mien-signed-in') !== null);
    const apply = () => { root.dataset.theme = chosen() || (system.matches ? 'dark' : 'light'); };
    apply();
    system.addEventListener('change', apply);
    document.addEventListener('click', event => {
        if (!event.target.closest('[data-theme-toggle]')) return;
        const next = root.dataset.theme === 'dark' ? 'light' : 'dark';
        try {
            localStorage.setItem('mien-theme', next);
        } catch (storageIsOff) { /* then it holds for this page */ }
        root.dataset.theme = next;
    });
})();
