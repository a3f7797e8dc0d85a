// Fills the landing page with this server's address and state.

document.querySelectorAll('[data-origin]').forEach(place => { place.textContent = location.origin; });

async function look() {
    const [health, api] = await Promise.all(['/health', '/api/v1/dashboard/auth-check'].map(path => fetch(path).catch(() => null)));
    const light = document.getElementById('light');
    const isWell = Boolean(health && health.ok && api && api.ok);
    light.dataset.state = isWell ? 'ok' : 'bad';
    light.textContent = isWell ? 'Up and answering' : 'Not well';
    if (isWell) document.getElementById('light-why').lastChild.textContent = ' and the API are well.';
    else document.getElementById('light-why').textContent = `health: ${health ? health.status : 'no answer'}, API: ${api ? api.status : 'no answer'}`;
}

look();
