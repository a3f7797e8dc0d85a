"""Static checks in the manner of axe, run inside the page, on what is visible at the moment."""
from checks import equal

AUDIT = r"""
const problems = [];
const visible = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden' && !e.closest('.for-readers');
const name = e => (e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean)
    .map(id => (document.getElementById(id) || {}).textContent || '').join(' ') || (e.labels && [...e.labels].map(l => l.textContent).join(' '))
    || e.textContent || '').trim();
const say = (what, e) => problems.push(what + ': ' + e.outerHTML.slice(0, 110));

if (!document.documentElement.lang) problems.push('no language');
if (!document.title) problems.push('no title');
if (document.querySelectorAll('h1').length !== 1) problems.push('not exactly one h1');
if (document.querySelectorAll('main').length !== 1) problems.push('not exactly one main');
let level = 0;
document.querySelectorAll('h1,h2,h3,h4,h5,h6').forEach(e => {
    if (!e.getClientRects().length) return;
    const now = Number(e.tagName[1]);
    if (now > level + 1) say('heading skips a level', e);
    level = now;
});
const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
ids.filter((id, index) => ids.indexOf(id) !== index).forEach(id => problems.push('id twice: ' + id));
document.querySelectorAll('[aria-labelledby],[aria-describedby],[aria-controls],label[for]').forEach(e => {
    ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for'].forEach(attribute => (e.getAttribute(attribute) || '').split(' ').filter(Boolean)
        .forEach(id => { if (!document.getElementById(id)) say('refers to nothing (' + id + ')', e); }));
});
document.querySelectorAll('button,a[href],summary,input,select,textarea,[role=img],[role=region]').forEach(e => {
    if (!name(e)) say('no accessible name', e);
});
document.querySelectorAll('svg').forEach(e => {
    const isNamedGroup = e.getAttribute('role') === 'group' && e.getAttribute('aria-label');
    if (!isNamedGroup && !e.closest('[aria-hidden=true],[role=img]')) say('drawing neither named nor hidden', e);
});
document.querySelectorAll('button,summary,input:not([type=radio]),nav a,.chip,.modes label').forEach(e => {
    const box = e.getBoundingClientRect();
    if (visible(e) && (box.height < 24 || box.width < 24)) say('target below 24 px', e);
});
document.querySelectorAll('[tabindex]').forEach(e => { if (Number(e.getAttribute('tabindex')) > 0) say('positive tabindex', e); });

document.querySelectorAll('ul:not([role]),ol:not([role])').forEach(list => [...list.children].forEach(e => {
    if (e.tagName !== 'LI' || (e.hasAttribute('role') && e.getAttribute('role') !== 'listitem')) say('not an item of its list', e);
}));
const label = e => e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean)
    .map(id => (document.getElementById(id) || {}).textContent || '').join(' ');
const landmarks = [...document.querySelectorAll('nav,aside,section,form,[role=region]')].filter(e => visible(e) && label(e))
    .map(e => `${e.getAttribute('role') || { SECTION: 'region' }[e.tagName] || e.tagName} "${label(e).trim()}"`);
landmarks.filter((one, index) => landmarks.indexOf(one) !== index).forEach(one => problems.push('landmark twice: ' + one));

const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const colour = text => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
};
const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
const behind = e => {
    const layers = [];
    // Text in a drawing stands on the box that was drawn just before it.
    const box = e instanceof SVGElement && e.previousElementSibling;
    if (box && box.tagName === 'rect') layers.push(colour(getComputedStyle(box).fill));
    for (let node = e; node; node = node.parentElement) {
        const layer = colour(getComputedStyle(node).backgroundColor);
        layers.push(layer);
        if (layer[3] === 1) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
};
const light = c => {
    const [r, g, b] = c.map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = new Set();
while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(e) || !visible(e) || e.closest('script,style,title,desc,:disabled')) continue;
    seen.add(e);
    const style = getComputedStyle(e);
    const back = behind(e);
    const fore = over(colour(e instanceof SVGElement ? style.fill : style.color), back);
    const [high, low] = [light(fore), light(back)].sort((x, y) => y - x);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5) - 0.005) say('contrast ' + ratio.toFixed(2), e);
}
return problems;
"""


def audit(driver, what):
    """Fails with every problem found in the page as it stands, in its light and its dark dress."""
    for theme in ("light", "dark"):
        driver.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
        driver.execute_async_script("setTimeout(arguments[0], 250)")  # colour transitions end
        equal(driver.execute_script(AUDIT), [], f"{what}, {theme}")
    driver.execute_script("document.documentElement.dataset.theme = 'light'")
    driver.execute_async_script("setTimeout(arguments[0], 200)")
