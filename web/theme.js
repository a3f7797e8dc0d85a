// Dark or light: the visitor's choice if there is one, else the system's. Runs before the page is painted.
(function () {
    const root = document.documentElement;
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    const chosen = () => {
        try {
            return localStorage.getItem('mien-theme');
        } catch (storageIsOff) {
            return null;
        }
    };
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
