// The model behind the assistant: what is connected, whether it answers, and how another one is.

import { ask, sentence } from './api.js';
import { h, icon } from './html.js';
import { modelSteps } from './model-steps.js';
import { duration, money } from './words.js';

const PROVIDERS = { openai: 'OpenAI-compatible', anthropic: 'Anthropic', scripted: 'Script' };

function price(prices) {
    if (!prices) return null;
    if (prices.source === 'local') return 'nothing, on your own machine';
    if (prices.source === 'unknown') return 'not known, counted as nothing';
    return `${money(prices.in)} in, ${money(prices.out)} out, for a million tokens`;
}

function testPart() {
    const outcome = h('div', { class: 'test-outcome', role: 'status' });
    const button = h('button', { class: 'button', type: 'button', id: 'test-model', onclick: async () => {
        button.disabled = true;
        outcome.replaceChildren(h('p', { class: 'muted' }, 'Asking it one short question …'));
        try {
            const answer = await ask('/api/model/test', { body: {} });
            const tokens = answer.usage && `${answer.usage.tokens_in + answer.usage.tokens_out} tokens`;
            outcome.replaceChildren(h('div', { class: 'told', 'data-tone': 'good' }, icon('check'), h('div', {},
                h('p', {}, h('b', {}, 'It answers: '), `“${answer.reply}”`),
                h('p', { class: 'small' }, [answer.model, duration(answer.latency_ms), tokens, answer.cost_usd ? money(answer.cost_usd)
                    : null].filter(Boolean).join(' · ')))));
        } catch (error) {
            outcome.replaceChildren(h('div', { class: 'told', 'data-tone': 'bad' }, icon('cross'), h('p', {}, h('b', {}, 'It does not answer. '),
                sentence(error))));
        }
        button.disabled = false;
    } }, 'Test it');
    return [h('div', { class: 'section-foot' }, button), outcome];
}

/** The section's content. */
export async function model() {
    const answer = await ask('/api/model');
    if (!answer.configured) {
        const steps = modelSteps();
        steps.open = true;
        return [h('p', {}, h('b', {}, 'None is connected. '),
            'The assistant cannot answer yet; conversations, search and the vault work without it.'), steps];
    }
    const where = answer.where || answer.address;
    const rows = [
        ['Model', answer.model], ['Speaks', PROVIDERS[answer.provider] || answer.provider], where && ['Where', where,
            answer.is_local && h('span', { class: 'badge good' }, 'nothing leaves your network')],
        answer.prices && ['Costs', price(answer.prices)]
    ].filter(Boolean);
    return [
        answer.is_stand_in && h('div', { class: 'told', 'data-tone': 'kind' }, icon('question'), h('p', {},
            answer.message || 'A scripted stand-in answers in this demonstration.')),
        h('dl', { class: 'values' }, rows.map(([name, ...value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))), testPart(),
            modelSteps(true)
    ];
}
